-- Estimates, orders and delivery challans: documents that are no sale yet, from which others come line by line.
-- Documents are new: there are few, and nobody waits for them.
-- squawk-ignore-file constraint-missing-not-valid, require-concurrent-index-creation

alter table documents
  drop constraint documents_kind_check,
  drop constraint documents_document_type_check,
  drop constraint documents_status_check;
alter table documents
  -- Until then an estimate is good; when an order is to be delivered; what goods on a challan are sent for (rule 55).
  add column valid_until date,
  add column delivery_date date,
  add column purpose text collate "C",
  add column accepted_at timestamptz,
  add constraint documents_kind_check
    check (kind in ('invoice', 'credit_note', 'debit_note', 'estimate', 'order', 'challan')),
  add constraint documents_document_type_check check (document_type in
    ('tax_invoice', 'bill_of_supply', 'invoice_cum_bill', 'credit_note', 'debit_note', 'financial_note', 'estimate', 'proforma',
      'sales_order', 'delivery_challan')),
  add constraint documents_status_check check (status in ('draft', 'cancelled') or case kind
    when 'estimate' then status in ('sent', 'accepted', 'declined', 'expired', 'partly_converted', 'converted', 'closed')
    when 'order' then status in ('open', 'partly_converted', 'converted', 'closed')
    when 'challan' then status in ('issued', 'partly_converted', 'converted', 'closed')
    else status = 'issued' end),
  add constraint documents_purpose_check check ((kind = 'challan') = (purpose is not null)),
  add constraint documents_valid_until_check check (valid_until >= date and (valid_until is null or kind = 'estimate')),
  add constraint documents_delivery_date_check check (delivery_date >= date and (delivery_date is null or kind = 'order'));
create index documents_valid_until_idx on documents (tenant_id, kind, valid_until, id);
create index documents_delivery_date_idx on documents (tenant_id, kind, delivery_date, id);
create index documents_purpose_idx on documents (tenant_id, kind, purpose, date, id);
select grant_rows('documents', 'tenantry_app', false);

create or replace function freeze_document() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  -- What goes on living, and what is generated: that is not there yet before a change.
  living text[] := array['status', 'paid', 'credited', 'debited', 'accepted_at', 'cancelled_at', 'cancel_reason', 'version', 'updated_at',
    'balance', 'number_key', 'buyer_key'];
begin
  if old.status = 'draft' then return case when tg_op = 'DELETE' then old else new end; end if;
  if tg_op = 'DELETE' then
    raise exception 'document % is issued; it is cancelled, not deleted', old.number using errcode = 'restrict_violation';
  end if;
  if to_jsonb(new) - living <> to_jsonb(old) - living then
    raise exception 'document % is issued and frozen', old.number using errcode = 'restrict_violation';
  end if;
  -- What is in the books is cancelled once; what is not goes on, and never back to a draft.
  if new.status <> old.status and (old.status = 'cancelled' or new.status = 'draft'
    or (old.kind in ('invoice', 'credit_note', 'debit_note') and new.status <> 'cancelled')) then
    raise exception 'document % cannot go from % to %', old.number, old.status, new.status using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

-- From a line of an estimate, an order or a challan no more comes than it has, however many take of it at once.
create function judge_taken() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  source record;
  taken numeric;
begin
  select d.kind, d.number, l.quantity into source from document_lines l
    join documents d on d.tenant_id = l.tenant_id and d.id = l.document_id
    where l.tenant_id = new.tenant_id and l.document_id = new.from_id and l.line = new.from_line;
  if source.kind not in ('estimate', 'order', 'challan') then return null; end if;
  select sum(l.quantity) into taken from document_lines l
    join documents d on d.tenant_id = l.tenant_id and d.id = l.document_id and d.status <> 'cancelled'
    where l.tenant_id = new.tenant_id and l.from_id = new.from_id and l.from_line = new.from_line;
  if taken > source.quantity then
    raise exception 'line % of % has %, and % are taken', new.from_line, source.number, source.quantity, taken using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger taken after insert or update on document_lines deferrable initially deferred
  for each row when (new.from_id is not null) execute function judge_taken();
revoke execute on function judge_taken() from public;
comment on function judge_taken() is 'guard: from a line no more comes than it has';
