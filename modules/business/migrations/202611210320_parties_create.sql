-- Those we trade with. A firm that is customer and vendor has a record as each: terms, limits and balances differ.
create table parties (
  tenant_id uuid not null,
  id uuid not null,
  kind text collate "C" not null constraint parties_kind_check check (kind in ('customer', 'vendor')),
  name text not null,
  gstin text collate "C",
  gstin_valid boolean,
  pan text collate "C",
  category text collate "C" not null constraint parties_category_check check (category in (
    'registered_regular', 'composition', 'sez', 'deemed_export', 'input_service_distributor', 'tax_deductor',
    'tax_collector', 'uin_holder', 'unregistered', 'overseas')),
  contact_person text,
  phone text collate "C",
  email text collate "C",
  address_line1 text,
  address_line2 text,
  city text collate "C",
  state text collate "C" constraint parties_state_check check (state ~ '^\d\d$'),
  pincode text collate "C",
  country text collate "C" not null default 'India',
  addresses jsonb not null default '[]',
  terms_days integer not null default 0 constraint parties_terms_days_check check (terms_days between 0 and 3650),
  credit_limit paise constraint parties_credit_limit_check check (credit_limit >= 0),
  opening_balance paise not null default 0,
  notes text,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Keys for order and comparison: leakproof types, so that they work as indexes under row-level security.
  name_key text collate "C" not null generated always as (lower(name collate "C")) stored,
  match_key text collate "C" not null generated always as (replace(replace(
    translate(lower(name collate "C"), E' \t.,;:-_&/()''"', ''), 'private', 'pvt'), 'limited', 'ltd')) stored,
  phone_key text collate "C" generated always as (right(translate(phone, '+ -()', ''), 10)) stored,
  city_key text collate "C" not null generated always as (lower(coalesce(city, ''))) stored,
  primary key (tenant_id, id)
);
create index parties_name_idx on parties (tenant_id, kind, name_key, id);
create index parties_city_key_idx on parties (tenant_id, kind, city_key, id);
create index parties_created_at_idx on parties (tenant_id, kind, created_at, id);
create index parties_updated_at_idx on parties (tenant_id, kind, updated_at, id);
-- Filters, with the usual order behind them; gstin, email, phone and name also find twins.
create index parties_is_active_idx on parties (tenant_id, kind, is_active, name_key, id);
create index parties_category_idx on parties (tenant_id, kind, category, name_key, id);
create index parties_state_idx on parties (tenant_id, kind, state, name_key, id);
create index parties_city_idx on parties (tenant_id, kind, city, name_key, id);
create index parties_gstin_valid_idx on parties (tenant_id, kind, gstin_valid, name_key, id);
create index parties_gstin_idx on parties (tenant_id, kind, gstin);
create index parties_pan_idx on parties (tenant_id, kind, pan);
create index parties_email_idx on parties (tenant_id, kind, email);
create index parties_phone_idx on parties (tenant_id, kind, phone);
create index parties_phone_key_idx on parties (tenant_id, kind, phone_key);
create index parties_match_idx on parties (tenant_id, kind, match_key);
select protect_tenant_table('parties');
