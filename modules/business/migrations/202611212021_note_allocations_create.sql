-- What the balance of a credit note settles of other invoices; taken back by a row with a minus, so that each past day can be told.
create table note_allocations (
  tenant_id uuid not null,
  id uuid not null,
  note_id uuid not null,
  document_id uuid not null,
  date date not null,
  amount paise not null constraint note_allocations_amount_check check (amount <> 0),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint note_allocations_note_fkey foreign key (tenant_id, note_id) references documents (tenant_id, id),
  constraint note_allocations_document_fkey foreign key (tenant_id, document_id) references documents (tenant_id, id),
  constraint note_allocations_other_check check (note_id <> document_id)
);
create index note_allocations_note_idx on note_allocations (tenant_id, note_id, date, id) include (amount);
create index note_allocations_document_idx on note_allocations (tenant_id, document_id, date, id) include (amount);
create index note_allocations_date_idx on note_allocations (tenant_id, date, id) include (document_id, amount);
select protect_tenant_table('note_allocations', true);
create trigger frozen before update or delete on note_allocations for each row execute function freeze_allocation();

-- When a transaction commits, what notes and payments settled of an invoice, and what was used of a note or given back of it, is what
-- is counted as paid there; what is counted is held below the balance by a check, in rows that are locked while they change.
create or replace function match_allocation() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  settled bigint;
  counted bigint;
  touched uuid;
  touched_all uuid[] := array[new.document_id];
begin
  if tg_table_name = 'note_allocations' then
    touched_all := touched_all || (to_jsonb(new) ->> 'note_id')::uuid;
  else
    select coalesce(sum(a.amount::bigint), 0) into settled from payment_allocations a
    where a.tenant_id = new.tenant_id and a.payment_id = (to_jsonb(new) ->> 'payment_id')::uuid;
    select p.allocated::bigint into counted from payments p where p.tenant_id = new.tenant_id and p.id = (to_jsonb(new) ->> 'payment_id')::uuid;
    if settled is distinct from counted then
      raise exception 'payment % settles % but counts %', to_jsonb(new) ->> 'payment_id', settled, counted using errcode = 'check_violation';
    end if;
  end if;
  foreach touched in array touched_all loop
    select coalesce(sum(a.amount::bigint), 0) into settled from payment_allocations a where a.tenant_id = new.tenant_id and a.document_id = touched;
    select settled + coalesce(sum(a.amount::bigint), 0) into settled from note_allocations a
    where a.tenant_id = new.tenant_id and (a.document_id = touched or a.note_id = touched);
    select d.paid::bigint into counted from documents d where d.tenant_id = new.tenant_id and d.id = touched;
    if settled < 0 or settled > counted then
      raise exception 'document % is settled by % but counts %', touched, settled, counted using errcode = 'check_violation';
    end if;
  end loop;
  return null;
end $$;
create constraint trigger matched after insert on note_allocations deferrable initially deferred
  for each row execute function match_allocation();

-- Only the balance of a credit note is spent, and only on an invoice of the same customer.
create function judge_note_allocation() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  if not exists (
    select from documents n join documents d on d.tenant_id = n.tenant_id and d.customer_id = n.customer_id
    where n.tenant_id = new.tenant_id and n.id = new.note_id and n.kind = 'credit_note' and n.status = 'issued'
      and d.id = new.document_id and d.kind = 'invoice' and d.status = 'issued') then
    raise exception 'note % settles no issued invoice of its customer', new.note_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger judged after insert on note_allocations deferrable initially deferred
  for each row execute function judge_note_allocation();
revoke execute on function judge_note_allocation() from public;
comment on function judge_note_allocation() is 'guard: a credit note settles invoices of its own customer';

-- What customers pay settles invoices; what is given back to them is of their notes.
create function judge_payment_allocation() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  if not exists (
    select from payments p join documents d on d.tenant_id = p.tenant_id and d.customer_id = p.party_id
    where p.tenant_id = new.tenant_id and p.id = new.payment_id and d.id = new.document_id
      and d.kind = case p.direction when 'in' then 'invoice' else 'credit_note' end) then
    raise exception 'payment % settles no document of its customer', new.payment_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger judged after insert on payment_allocations deferrable initially deferred
  for each row execute function judge_payment_allocation();
revoke execute on function judge_payment_allocation() from public;
comment on function judge_payment_allocation() is 'guard: a payment settles documents of its own customer';
