-- Goods and services that are bought, sold or made.
create table products (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  kind text collate "C" not null constraint products_kind_check check (kind in ('goods', 'service')),
  sku text collate "C" not null,
  barcode text collate "C",
  hsn text collate "C" constraint products_hsn_check check (hsn ~ '^(\d{4}|\d{6}|\d{8})$'),
  unit text collate "C" not null,
  sale_price numeric(14, 4) constraint products_sale_price_check check (sale_price >= 0),
  purchase_price numeric(14, 4) constraint products_purchase_price_check check (purchase_price >= 0),
  tax_rate numeric(6, 3) constraint products_tax_rate_check check (tax_rate between 0 and 100),
  cess_rate numeric(6, 3) not null default 0 constraint products_cess_rate_check check (cess_rate between 0 and 999),
  treatment text collate "C" not null default 'taxable'
    constraint products_treatment_check check (treatment in ('taxable', 'nil_rated', 'exempt', 'non_gst')),
  category text collate "C",
  reorder_level numeric(14, 3) constraint products_reorder_level_check check (reorder_level >= 0),
  description text,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Keys for order and comparison: leakproof types, so that they work as indexes under row-level security.
  name_key text collate "C" not null generated always as (lower(name collate "C")) stored,
  sku_key text collate "C" not null generated always as (lower(sku)) stored,
  match_key text collate "C" not null
    generated always as (translate(lower(name collate "C"), E' \t.,;:-_&/()''"', '')) stored,
  category_key text collate "C" not null generated always as (lower(coalesce(category, ''))) stored,
  price_key bigint not null generated always as ((coalesce(sale_price, 0) * 10000)::bigint) stored,
  primary key (tenant_id, id),
  constraint products_sku_key unique (tenant_id, sku_key),
  constraint products_barcode_key unique (tenant_id, barcode)
);
create index products_name_idx on products (tenant_id, name_key, id);
create index products_category_key_idx on products (tenant_id, category_key, id);
create index products_price_idx on products (tenant_id, price_key, id);
create index products_created_at_idx on products (tenant_id, created_at, id);
create index products_updated_at_idx on products (tenant_id, updated_at, id);
-- Filters, with the usual order behind them.
create index products_is_active_idx on products (tenant_id, is_active, name_key, id);
create index products_kind_idx on products (tenant_id, kind, name_key, id);
create index products_category_idx on products (tenant_id, category, name_key, id);
create index products_hsn_idx on products (tenant_id, hsn, name_key, id);
create index products_treatment_idx on products (tenant_id, treatment, name_key, id);
create index products_match_idx on products (tenant_id, match_key);
select protect_tenant_table('products');
