-- Where an invoice stands, found and sorted by an index: drafts, what is open by the day that it is due, what is paid, what was cancelled.
-- Documents are new: there are few, and nobody waits for them.
-- squawk-ignore-file require-concurrent-index-creation, adding-field-with-default, adding-not-nullable-field
create or replace function freeze_document() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  -- What goes on living; and what is generated, which is not there yet before a change.
  living text[] := array['status', 'paid', 'credited', 'debited', 'accepted_at', 'cancelled_at', 'cancel_reason', 'version', 'updated_at'];
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

alter table documents
  -- Of what is open, the days from 2000 to the day that it is due; the others stand before and behind.
  add column standing_key integer not null generated always as (case
    when status = 'draft' then -1
    when status = 'cancelled' then 20000000
    when total::bigint + debited::bigint - credited::bigint - applied::bigint - paid::bigint > 0 then greatest(due_date - date '2000-01-01', 0)
    else 10000000 end) stored;
create index documents_standing_idx on documents (tenant_id, kind, standing_key, id);
select grant_rows('documents', 'tenantry_app', false);
