-- What a filed return said of a document and a later one puts right: the customer's GSTIN, the place of supply.
create table gst_amendments (
  tenant_id uuid not null,
  id uuid not null,
  gstin text collate "C" not null,
  document_id uuid not null,
  number text collate "C" not null,
  -- The month in which it was told, and the one in which it is put right.
  original_period text collate "C" not null,
  period text collate "C" not null constraint gst_amendments_period_check check (period ~ '^20\d\d-(0[1-9]|1[0-2])$'),
  buyer_gstin text collate "C",
  place_of_supply text collate "C" not null,
  head text collate "C" not null constraint gst_amendments_head_check check (head in ('intra', 'inter')),
  reason text not null,
  -- Its rates as they were told, and as they ought to have been.
  before jsonb not null,
  after jsonb not null,
  changed_by text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  -- The portal takes one amendment of a document.
  constraint gst_amendments_document_key unique (tenant_id, document_id),
  constraint gst_amendments_later_check check (period > original_period),
  constraint gst_amendments_document_fkey foreign key (tenant_id, document_id) references documents (tenant_id, id)
);
create index gst_amendments_period_idx on gst_amendments (tenant_id, period, id);
create index gst_amendments_gstin_idx on gst_amendments (tenant_id, gstin, period, id);
select protect_tenant_table('gst_amendments');

-- An amendment is written and taken back while the return that tells it is not filed, and never changed.
create function keep_amendment() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  affected gst_amendments := case when tg_op = 'DELETE' then old else new end;
  waited text;
begin
  if tg_op = 'UPDATE' then
    raise exception 'an amendment is taken back and written anew' using errcode = 'restrict_violation';
  end if;
  waited := pg_advisory_xact_lock_shared(hashtextextended('gst_filings ' || affected.tenant_id::text, 0))::text;
  if exists (select from gst_filings f where f.tenant_id = affected.tenant_id and f.gstin = affected.gstin and f.unfiled_at is null
      and f.form <> 'gstr3b' and (affected.period || '-01')::date between f.from_date and f.to_date) then
    raise exception 'the return of % is filed', affected.period using errcode = 'restrict_violation';
  end if;
  return affected;
end $$;
create trigger told before insert or update or delete on gst_amendments for each row execute function keep_amendment();
revoke execute on function keep_amendment() from public;
comment on function keep_amendment() is 'guard: what a filed return put right stays as it is';
