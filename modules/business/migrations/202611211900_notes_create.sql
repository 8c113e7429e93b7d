-- Credit and debit notes against issued invoices: documents of their own, with the invoice that they change.
-- Documents are new: there are few, and nobody waits for them.
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion, constraint-missing-not-valid, adding-foreign-key-constraint, adding-field-with-default, ban-drop-column, adding-not-nullable-field, disallowed-unique-constraint

alter table documents
  drop constraint documents_kind_check,
  drop constraint documents_document_type_check,
  drop column balance,
  add column original_id uuid,
  -- Number and date of the invoice that a note changes, as they were.
  add column original jsonb,
  add column reason text collate "C",
  -- Of an invoice: what issued notes took off, and what they added to what is due.
  add column credited paise not null default 0,
  add column debited paise not null default 0,
  -- Of a note: how much of it changed what was due of its invoice. The rest of a credit note is the customer's to use.
  add column applied paise not null default 0;
alter table documents
  add column balance paise not null generated always as (case when status = 'issued'
    then total::bigint + debited::bigint - credited::bigint - applied::bigint - paid::bigint else 0 end) stored,
  add constraint documents_kind_check check (kind in ('invoice', 'credit_note', 'debit_note')),
  add constraint documents_document_type_check check (document_type in
    ('tax_invoice', 'bill_of_supply', 'invoice_cum_bill', 'credit_note', 'debit_note', 'financial_note')),
  add constraint documents_original_check
    check ((kind in ('credit_note', 'debit_note')) = (original_id is not null) and (original_id is null) = (original is null)),
  add constraint documents_applied_check
    check (credited >= 0 and debited >= 0 and applied >= 0 and (original_id is not null or applied = 0)),
  -- Nothing is paid or taken off twice.
  add constraint documents_balance_check check (balance >= 0),
  add constraint documents_original_fkey foreign key (tenant_id, original_id) references documents (tenant_id, id);
create index documents_balance_idx on documents (tenant_id, kind, balance, id);
create index documents_original_idx on documents (tenant_id, original_id, kind, date, id);
select grant_rows('documents', 'tenantry_app', false);

alter table document_lines
  -- Nothing of quantity in a line that changes a value alone.
  drop constraint document_lines_quantity_check,
  add constraint document_lines_quantity_check check (quantity >= 0),
  -- The line of the document that this one comes from.
  add column from_id uuid,
  add column from_line integer,
  add constraint document_lines_from_check check ((from_id is null) = (from_line is null)),
  add constraint document_lines_from_fkey foreign key (tenant_id, from_id, from_line)
    references document_lines (tenant_id, document_id, line);
create index document_lines_from_idx on document_lines (tenant_id, from_id, from_line, document_id);
select grant_rows('document_lines', 'tenantry_app', false);

alter table journals
  drop constraint journals_kind_check,
  add constraint journals_kind_check check (kind ~ '^[a-z]+(_[a-z]+)*$');

create or replace function freeze_document() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  -- What goes on living, and what is generated: that is not there yet before a change.
  living text[] := array['status', 'paid', 'credited', 'debited', 'cancelled_at', 'cancel_reason', 'version', 'updated_at', 'balance',
    'number_key', 'buyer_key'];
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

-- Of a line of an invoice no more is given back than there was, in quantity and in value, however many notes are issued at once.
create function judge_note() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  fault record;
begin
  if new.kind <> 'credit_note' or new.status <> 'issued' or old.status <> 'draft' then return null; end if;
  select o.line into fault
  from document_lines o
  join document_lines l on l.tenant_id = o.tenant_id and l.from_id = o.document_id and l.from_line = o.line
  join documents d on d.tenant_id = l.tenant_id and d.id = l.document_id and d.status = 'issued'
  where o.tenant_id = new.tenant_id and o.document_id = new.original_id
  group by o.line, o.quantity, o.taxable_value
  having sum(case d.kind when 'credit_note' then l.quantity else 0 end) > o.quantity + sum(case d.kind when 'debit_note' then l.quantity else 0 end)
    or sum(case d.kind when 'credit_note' then l.taxable_value::bigint else 0 end)
      > o.taxable_value::bigint + sum(case d.kind when 'debit_note' then l.taxable_value::bigint else 0 end)
  limit 1;
  if found then
    raise exception 'credit note % gives back more than line % of its invoice has', new.number, fault.line using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger noted after update on documents deferrable initially deferred
  for each row execute function judge_note();
revoke execute on function judge_note() from public;
comment on function judge_note() is 'guard: of what was sold no more is given back than there was';
