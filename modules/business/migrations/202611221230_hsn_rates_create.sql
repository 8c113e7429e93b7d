-- Rates of HSN and SAC codes that an organisation knows better than the product, by code and date.
create table hsn_rates (
  tenant_id uuid not null,
  id uuid not null,
  -- The first digits of the codes that it is about; the longest counts.
  hsn text collate "C" not null constraint hsn_rates_hsn_check check (hsn ~ '^([0-9]{2}){1,4}$'),
  description text,
  valid_from date not null,
  treatment text collate "C" not null
    constraint hsn_rates_treatment_check check (treatment in ('taxable', 'nil_rated', 'exempt', 'non_gst')),
  tax_rate numeric(6,3) not null constraint hsn_rates_tax_rate_check check (tax_rate between 0 and 100),
  cess_rate numeric(6,3) not null default 0 constraint hsn_rates_cess_rate_check check (cess_rate >= 0),
  -- In paise for one piece, and the rate of what is dearer.
  above_price paise,
  above_rate numeric(6,3),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint hsn_rates_key unique (tenant_id, hsn, valid_from),
  constraint hsn_rates_above_check check ((above_price is null) = (above_rate is null))
);
select protect_tenant_table('hsn_rates');
