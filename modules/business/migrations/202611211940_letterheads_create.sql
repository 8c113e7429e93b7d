-- How an organisation's documents look on paper, and where they ask to be paid: one row each, made with the first change.
create table letterheads (
  tenant_id uuid not null,
  design text collate "C" not null default 'ledger' constraint letterheads_design_check check (design in ('ledger', 'classic', 'band')),
  size text collate "C" not null default 'a4' constraint letterheads_size_check check (size in ('a4', 'a5', 'thermal80')),
  language text collate "C" constraint letterheads_language_check check (language in ('en', 'hi')),
  bank_name text,
  account_holder text,
  account_number text,
  ifsc text,
  upi_address text,
  signatory text,
  terms text,
  footer text,
  lut_number text,
  is_composition boolean not null default false,
  version integer not null default 0,
  updated_at timestamptz not null default now(),
  primary key (tenant_id)
);
select protect_tenant_table('letterheads');
