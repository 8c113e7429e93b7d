-- What is settled of a document in another currency: of its balance in that currency, and what the rate did between billing and paying.
-- Payments and documents are new: there are few, and nobody waits for them.
-- squawk-ignore-file constraint-missing-not-valid, adding-field-with-default, adding-not-nullable-field, require-timeout-settings

alter table documents
  -- Of an invoice: paid and noted; of a note: applied, used and given back. In its own currency.
  add column settled_in_currency numeric(17, 3) not null default 0,
  -- Of a note: how much of what is settled changed what was due of its invoice.
  add column applied_in_currency numeric(17, 3) not null default 0;

create or replace function freeze_document() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  -- What goes on living; and what is generated, which is not there yet before a change.
  living text[] := array['status', 'paid', 'credited', 'debited', 'settled_in_currency', 'accepted_at', 'cancelled_at', 'cancel_reason',
    'version', 'updated_at'];
begin
  if old.status = 'draft' then return case when tg_op = 'DELETE' then old else new end; end if;
  if tg_op = 'DELETE' then
    raise exception 'document % is issued; it is cancelled, not deleted', old.number using errcode = 'restrict_violation';
  end if;
  living := living || array(select a.attname::text from pg_attribute a where a.attrelid = tg_relid and a.attgenerated <> '');
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

-- What was settled until now was settled by the document's own rate.
update documents set settled_in_currency = case when balance::bigint = 0 then total_in_currency else least(total_in_currency,
  round(total_in_currency * (total::bigint - balance::bigint) / total::bigint, case
    when currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') then 0
    when currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 3 else 2 end)) end
where currency <> 'INR' and status = 'issued' and total::bigint > 0 and kind in ('invoice', 'credit_note', 'debit_note');

alter table documents
  add column balance_in_currency numeric(17, 3) generated always as (case when currency = 'INR' then null
    when status = 'issued' then total_in_currency - settled_in_currency else 0 end) stored,
  -- Rupees have no other currency, and nothing is settled twice in any.
  add constraint documents_settled_in_currency_check check (
    (currency <> 'INR' or (settled_in_currency = 0 and applied_in_currency = 0))
    and (balance_in_currency is null or balance_in_currency >= 0) and applied_in_currency >= 0);
select grant_rows('documents', 'tenantry_app', false);

alter table payments
  -- What came, where it came in another currency, and rupees for one unit of it on that day.
  add column currency text collate "C" not null default 'INR',
  add column exchange_rate numeric(14, 6),
  add column amount_in_currency numeric(17, 3),
  add constraint payments_currency_check check (currency ~ '^[A-Z]{3}$'
    and num_nonnulls(exchange_rate, amount_in_currency) = case currency when 'INR' then 0 else 2 end
    and (exchange_rate is null or exchange_rate > 0) and (amount_in_currency is null or amount_in_currency > 0));
select grant_rows('payments', 'tenantry_app', false);

alter table payment_allocations
  -- What is taken of the payment is the amount and this: gained with a plus where money comes in, lost where it goes out.
  add column exchange paise not null default 0,
  -- Of the document's balance in its currency; nothing for rupees.
  add column in_currency numeric(17, 3) not null default 0,
  add constraint payment_allocations_exchange_check check ((amount::bigint > 0) = (amount::bigint + exchange::bigint > 0)
    and in_currency * sign(amount::bigint) >= 0);
select grant_rows('payment_allocations', 'tenantry_app', true);

alter table note_allocations
  add column exchange paise not null default 0,
  add column in_currency numeric(17, 3) not null default 0,
  -- Of the note's balance in its own currency.
  add column note_in_currency numeric(17, 3) not null default 0,
  add constraint note_allocations_exchange_check check ((amount::bigint > 0) = (amount::bigint + exchange::bigint > 0)
    and in_currency * sign(amount::bigint) >= 0 and note_in_currency * sign(amount::bigint) >= 0);
select grant_rows('note_allocations', 'tenantry_app', true);

-- When a transaction commits, what notes and payments settled of an invoice, and what was used of a note or given back of it, is what
-- is counted there, in rupees and in the currency; of a payment and of a note what the rate did is used, too. What is counted is held
-- below the balance by a check, in rows that are locked while they change.
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
    select coalesce(sum(a.amount::bigint + a.exchange::bigint), 0) into settled from payment_allocations a
    where a.tenant_id = new.tenant_id and a.payment_id = (to_jsonb(new) ->> 'payment_id')::uuid;
    select p.allocated::bigint into counted from payments p where p.tenant_id = new.tenant_id and p.id = (to_jsonb(new) ->> 'payment_id')::uuid;
    if settled is distinct from counted then
      raise exception 'payment % settles % but counts %', to_jsonb(new) ->> 'payment_id', settled, counted using errcode = 'check_violation';
    end if;
  end if;
  foreach touched in array touched_all loop
    select coalesce(sum(a.amount::bigint), 0) into settled from payment_allocations a where a.tenant_id = new.tenant_id and a.document_id = touched;
    select settled + coalesce(sum(a.amount::bigint + case when a.note_id = touched then a.exchange::bigint else 0 end), 0) into settled
    from note_allocations a where a.tenant_id = new.tenant_id and (a.document_id = touched or a.note_id = touched);
    select d.paid::bigint into counted from documents d where d.tenant_id = new.tenant_id and d.id = touched;
    if settled < 0 or settled > counted then
      raise exception 'document % is settled by % but counts %', touched, settled, counted using errcode = 'check_violation';
    end if;
  end loop;
  return null;
end $$;
