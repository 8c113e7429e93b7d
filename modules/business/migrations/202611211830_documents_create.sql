-- Documents of sale, from draft to issued. What is issued is frozen: the law wants corrections by note or by cancellation.
create table documents (
  tenant_id uuid not null,
  id uuid not null,
  kind text collate "C" not null constraint documents_kind_check check (kind in ('invoice')),
  document_type text collate "C" not null
    constraint documents_document_type_check check (document_type in ('tax_invoice', 'bill_of_supply', 'invoice_cum_bill')),
  status text collate "C" not null default 'draft'
    constraint documents_status_check check (status in ('draft', 'issued', 'cancelled')),
  number text collate "C",
  date date not null,
  due_date date not null,
  customer_id uuid not null,
  -- Both sides as the document shows them; a draft's seller is filled in when it is issued.
  buyer jsonb not null,
  seller jsonb,
  place_of_supply text collate "C" not null,
  -- Whether somebody chose the place; else it follows from the sale.
  place_is_chosen boolean not null default false,
  head text collate "C" not null constraint documents_head_check check (head in ('intra', 'inter')),
  charge text collate "C" not null constraint documents_charge_check check (charge in ('charged', 'reverse', 'none')),
  supply_type text collate "C" not null,
  reverse_charge boolean not null default false,
  prices_include_tax boolean not null default false,
  rounds boolean not null default true,
  discount_amount paise not null default 0,
  charges paise not null default 0,
  other_charges paise not null default 0,
  taxable_value paise not null,
  cgst paise not null,
  sgst paise not null,
  igst paise not null,
  cess paise not null,
  round_off paise not null,
  total paise not null,
  paid paise not null default 0,
  reference text,
  notes text,
  terms text,
  issued_at timestamptz,
  cancelled_at timestamptz,
  cancel_reason text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  balance paise not null generated always as (case when status = 'issued' then total::bigint - paid::bigint else 0 end) stored,
  number_key text collate "C" not null generated always as (lower(coalesce(number, '') collate "C")) stored,
  buyer_key text collate "C" not null generated always as (lower((buyer ->> 'name') collate "C")) stored,
  primary key (tenant_id, id),
  constraint documents_customer_fkey foreign key (tenant_id, customer_id) references parties (tenant_id, id),
  constraint documents_number_check check ((status = 'draft') = (number is null) and (number is null or length(number) <= 16)),
  constraint documents_seller_check check (status = 'draft' or seller is not null),
  constraint documents_due_date_check check (due_date >= date),
  constraint documents_paid_check check (paid >= 0 and (status <> 'cancelled' or paid = 0))
);
create unique index documents_number_key on documents (tenant_id, kind, number_key) where number is not null;
create index documents_number_idx on documents (tenant_id, kind, number_key, id);
create index documents_date_idx on documents (tenant_id, kind, date, id);
create index documents_due_date_idx on documents (tenant_id, kind, due_date, id);
create index documents_buyer_idx on documents (tenant_id, kind, buyer_key, id);
create index documents_total_idx on documents (tenant_id, kind, total, id);
create index documents_balance_idx on documents (tenant_id, kind, balance, id);
create index documents_created_at_idx on documents (tenant_id, kind, created_at, id);
create index documents_updated_at_idx on documents (tenant_id, kind, updated_at, id);
create index documents_status_idx on documents (tenant_id, kind, status, date, id);
create index documents_type_idx on documents (tenant_id, kind, document_type, date, id);
create index documents_place_idx on documents (tenant_id, kind, place_of_supply, date, id);
create index documents_customer_idx on documents (tenant_id, customer_id, date, id);
select protect_tenant_table('documents');

create table document_lines (
  tenant_id uuid not null,
  document_id uuid not null,
  -- From 1.
  line integer not null,
  product_id uuid,
  description text not null,
  hsn text collate "C",
  nature text collate "C" not null constraint document_lines_nature_check check (nature in ('goods', 'service')),
  quantity numeric(14, 3) not null constraint document_lines_quantity_check check (quantity > 0),
  unit text collate "C" not null,
  unit_price numeric(14, 4) not null,
  discount_percent numeric(6, 3) not null default 0,
  discount_amount paise not null default 0,
  tax_rate numeric(6, 3) not null,
  cess_rate numeric(6, 3) not null default 0,
  treatment text collate "C" not null,
  amount paise not null,
  discount paise not null,
  charges paise not null,
  taxable_value paise not null,
  cgst paise not null,
  sgst paise not null,
  igst paise not null,
  cess paise not null,
  total paise not null,
  -- Its part in GSTR-1, settled at issue; null for drafts and for what no return knows.
  return_section text collate "C",
  return_type text collate "C",
  return_rate numeric(6, 3),
  hsn_of text collate "C",
  primary key (tenant_id, document_id, line),
  constraint document_lines_document_fkey foreign key (tenant_id, document_id) references documents (tenant_id, id) on delete cascade,
  constraint document_lines_product_fkey foreign key (tenant_id, product_id) references products (tenant_id, id)
);
create index document_lines_product_idx on document_lines (tenant_id, product_id, document_id);
select protect_tenant_table('document_lines');

create function freeze_document() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  -- What goes on living, and what is generated: that is not there yet before a change.
  living text[] := array['status', 'paid', 'cancelled_at', 'cancel_reason', 'version', 'updated_at', 'balance', 'number_key', 'buyer_key'];
begin
  if old.status = 'draft' then return case when tg_op = 'DELETE' then old else new end; end if;
  if tg_op = 'DELETE' then
    raise exception 'document % is issued; it is cancelled, not deleted', old.number using errcode = 'restrict_violation';
  end if;
  if to_jsonb(new) - living <> to_jsonb(old) - living then
    raise exception 'document % is issued and frozen', old.number using errcode = 'restrict_violation';
  end if;
  if new.status <> old.status and not (old.status = 'issued' and new.status = 'cancelled') then
    raise exception 'document % cannot go from % to %', old.number, old.status, new.status using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger frozen before update or delete on documents for each row execute function freeze_document();

create function freeze_document_line() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  affected document_lines := case when tg_op = 'DELETE' then old else new end;
begin
  if exists (select from documents d where d.tenant_id = affected.tenant_id and d.id = affected.document_id and d.status <> 'draft') then
    raise exception 'the lines of an issued document are frozen' using errcode = 'restrict_violation';
  end if;
  return affected;
end $$;
create trigger frozen before insert or update or delete on document_lines for each row execute function freeze_document_line();
revoke execute on function freeze_document() from public;
comment on function freeze_document() is 'guard: what is issued stays as it is';
revoke execute on function freeze_document_line() from public;
comment on function freeze_document_line() is 'guard: what is issued stays as it is';
