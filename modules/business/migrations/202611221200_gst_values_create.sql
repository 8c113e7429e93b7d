-- Rates of GST and values from which a rule counts, as an organisation knows them better than the product, each from a day on.
create table gst_values (
  tenant_id uuid not null,
  id uuid not null,
  kind text collate "C" not null constraint gst_values_kind_check check (kind in ('rate', 'b2cl', 'named_buyer')),
  -- GST began then.
  valid_from date not null constraint gst_values_valid_from_check check (valid_from >= '2017-07-01'),
  -- Of a rate, in percent: in force from the day on, or no longer.
  tax_rate numeric(6,3) constraint gst_values_tax_rate_check check (tax_rate between 0 and 100),
  -- In thousandths of a percent; what indexes compare.
  rate_key bigint generated always as ((tax_rate * 1000)::bigint) stored,
  is_in_force boolean,
  -- Of the others, in paise.
  amount paise constraint gst_values_amount_check check (amount >= 0),
  -- The notification that says so.
  source text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint gst_values_day_key unique nulls not distinct (tenant_id, kind, rate_key, valid_from),
  constraint gst_values_rate_check check ((kind = 'rate') = (tax_rate is not null) and (kind = 'rate') = (is_in_force is not null)),
  constraint gst_values_value_check check ((kind = 'rate') = (amount is null))
);
select protect_tenant_table('gst_values');
