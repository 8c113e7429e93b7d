-- Price lists, of many customers or of one alone, with what each product costs by them; and where the price of a line came from.
-- Documents are new: there are few, and nobody waits for them.
-- squawk-ignore-file constraint-missing-not-valid, adding-foreign-key-constraint, require-concurrent-index-creation
create table price_lists (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  -- Of one customer alone; it goes before the list that he has.
  customer_id uuid,
  currency text collate "C" not null default 'INR' constraint price_lists_currency_check check (currency ~ '^[A-Z]{3}$'),
  prices_include_tax boolean not null default false,
  notes text,
  -- How many prices are in it.
  prices integer not null default 0,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name_key text collate "C" not null generated always as (lower(name collate "C")) stored,
  primary key (tenant_id, id),
  constraint price_lists_name_key unique (tenant_id, name_key),
  constraint price_lists_customer_fkey foreign key (tenant_id, customer_id) references parties (tenant_id, id)
);
-- A customer has one of his own in each currency.
create unique index price_lists_customer_key on price_lists (tenant_id, customer_id, currency) where is_active and customer_id is not null;
create index price_lists_name_idx on price_lists (tenant_id, name_key, id);
create index price_lists_is_active_idx on price_lists (tenant_id, is_active, name_key, id);
create index price_lists_customer_idx on price_lists (tenant_id, customer_id, name_key, id);
create index price_lists_currency_idx on price_lists (tenant_id, currency, name_key, id);
create index price_lists_created_at_idx on price_lists (tenant_id, created_at, id);
create index price_lists_updated_at_idx on price_lists (tenant_id, updated_at, id);
select protect_tenant_table('price_lists');

create table price_list_entries (
  tenant_id uuid not null,
  price_list_id uuid not null,
  -- From 1, as people put them.
  entry integer not null,
  product_id uuid not null,
  unit_price numeric(14, 4) not null constraint price_list_entries_unit_price_check check (unit_price >= 0),
  -- From this quantity on.
  min_quantity numeric(14, 3) not null default 0 constraint price_list_entries_min_quantity_check check (min_quantity >= 0),
  valid_from date,
  valid_to date,
  quantity_key bigint not null generated always as ((min_quantity * 1000)::bigint) stored,
  primary key (tenant_id, price_list_id, entry),
  constraint price_list_entries_dates_check check (valid_to >= valid_from),
  constraint price_list_entries_product_key unique nulls not distinct (tenant_id, price_list_id, product_id, quantity_key, valid_from),
  constraint price_list_entries_list_fkey foreign key (tenant_id, price_list_id) references price_lists (tenant_id, id) on delete cascade,
  constraint price_list_entries_product_fkey foreign key (tenant_id, product_id) references products (tenant_id, id)
);
create index price_list_entries_product_idx on price_list_entries (tenant_id, product_id, price_list_id);
select protect_tenant_table('price_list_entries');

alter table parties
  add column price_list_id uuid,
  add constraint parties_price_list_check check (price_list_id is null or kind = 'customer'),
  add constraint parties_price_list_fkey foreign key (tenant_id, price_list_id) references price_lists (tenant_id, id);
create index parties_price_list_idx on parties (tenant_id, price_list_id) where price_list_id is not null;
select grant_rows('parties', 'tenantry_app', false);

alter table document_lines
  add column price_source text collate "C"
    constraint document_lines_price_source_check check (price_source in ('given', 'product', 'price_list', 'customer')),
  add column price_list_id uuid,
  add constraint document_lines_price_list_fkey foreign key (tenant_id, price_list_id) references price_lists (tenant_id, id);
create index document_lines_price_list_idx on document_lines (tenant_id, price_list_id) where price_list_id is not null;
select grant_rows('document_lines', 'tenantry_app', false);
