-- Shipping bills: what customs answered for an export, often weeks after its invoice was issued. The invoice stays as it is.
create table shipping_bills (
  tenant_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  document_number text collate "C" not null,
  -- One bill may cover several invoices.
  number text collate "C" not null constraint shipping_bills_number_check check (number ~ '^[0-9]{3,15}$'),
  date date not null,
  port_code text collate "C" not null constraint shipping_bills_port_check check (port_code ~ '^[0-9A-Z]{6}$'),
  -- Where the return of the invoice was filed before: the amendment that tells it, and its month.
  amendment_id uuid,
  told_in text collate "C",
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint shipping_bills_document_fkey foreign key (tenant_id, document_id) references documents (tenant_id, id),
  constraint shipping_bills_amendment_fkey foreign key (tenant_id, amendment_id) references gst_amendments (tenant_id, id),
  constraint shipping_bills_told_check check ((amendment_id is null) = (told_in is null))
);
-- One that its own return tells, and one that puts it right.
create unique index shipping_bills_document_key on shipping_bills (tenant_id, document_id) where amendment_id is null;
create unique index shipping_bills_amended_key on shipping_bills (tenant_id, document_id) where amendment_id is not null;
create index shipping_bills_document_idx on shipping_bills (tenant_id, document_id);
create index shipping_bills_amendment_idx on shipping_bills (tenant_id, amendment_id);
create index shipping_bills_date_idx on shipping_bills (tenant_id, date, id);
create index shipping_bills_number_idx on shipping_bills (tenant_id, number, date, id);
create index shipping_bills_created_at_idx on shipping_bills (tenant_id, created_at, id);
select protect_tenant_table('shipping_bills');

-- A bill belongs to an issued export, and is not changed once the return that tells it is filed.
create function keep_shipping_bill() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  affected shipping_bills := case when tg_op = 'DELETE' then old else new end;
  invoice record;
  waited text;
begin
  if tg_op = 'UPDATE' and (new.document_id <> old.document_id or new.amendment_id is distinct from old.amendment_id) then
    raise exception 'a shipping bill stays with its invoice' using errcode = 'restrict_violation';
  end if;
  select d.date, d.status, d.kind, d.supply_type, d.seller ->> 'gstin' as gstin into invoice from documents d
    where d.tenant_id = affected.tenant_id and d.id = affected.document_id;
  if tg_op = 'INSERT' and (invoice.kind <> 'invoice' or invoice.status <> 'issued' or invoice.supply_type not like 'export%') then
    raise exception 'a shipping bill is of an issued export' using errcode = 'restrict_violation';
  end if;
  if tg_op <> 'DELETE' and new.date < invoice.date then
    raise exception 'a shipping bill is not before its invoice' using errcode = 'restrict_violation';
  end if;
  waited := pg_advisory_xact_lock_shared(hashtextextended('gst_filings ' || affected.tenant_id::text, 0))::text;
  if exists (select from gst_filings f where f.tenant_id = affected.tenant_id and f.gstin = invoice.gstin and f.unfiled_at is null
      and f.form = 'gstr1' and coalesce((affected.told_in || '-01')::date, invoice.date) between f.from_date and f.to_date) then
    raise exception 'the return that tells this shipping bill is filed' using errcode = 'restrict_violation';
  end if;
  return affected;
end $$;
create trigger told before insert or update or delete on shipping_bills for each row execute function keep_shipping_bill();
revoke execute on function keep_shipping_bill() from public;
comment on function keep_shipping_bill() is 'guard: a shipping bill is of an issued export, and stays as a filed return told it';
