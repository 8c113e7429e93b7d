-- Returns that were filed: their figures and files as they were, and the lock on the days that they cover.
create table gst_filings (
  tenant_id uuid not null,
  id uuid not null,
  gstin text collate "C" not null,
  form text collate "C" not null constraint gst_filings_form_check check (form in ('gstr1', 'iff', 'gstr3b')),
  -- Such as 2026-10; of a quarter its last month.
  period text collate "C" not null constraint gst_filings_period_check check (period ~ '^20\d\d-(0[1-9]|1[0-2])$'),
  from_date date not null,
  to_date date not null,
  arn text collate "C" not null constraint gst_filings_arn_check check (arn ~ '^[0-9A-Z]{15}$'),
  filed_on date not null,
  filed_by text not null,
  -- What each section and each box came to.
  figures jsonb not null,
  -- The file as it was.
  content text not null,
  sha256 text collate "C" not null,
  unfiled_at timestamptz,
  unfiled_by text,
  unfile_reason text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint gst_filings_days_check check (from_date <= to_date and filed_on > to_date),
  constraint gst_filings_unfiled_check check ((unfiled_at is null) = (unfile_reason is null))
);
create unique index gst_filings_period_key on gst_filings (tenant_id, gstin, form, period) where unfiled_at is null;
create index gst_filings_days_idx on gst_filings (tenant_id, gstin, to_date, from_date) where unfiled_at is null;
create index gst_filings_period_idx on gst_filings (tenant_id, period, id);
create index gst_filings_gstin_idx on gst_filings (tenant_id, gstin, period, id);
create index gst_filings_form_idx on gst_filings (tenant_id, form, period, id);
select protect_tenant_table('gst_filings');

create function freeze_filing() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  living text[] := array['unfiled_at', 'unfiled_by', 'unfile_reason', 'version', 'updated_at'];
begin
  if tg_op = 'DELETE' or old.unfiled_at is not null or to_jsonb(new) - living <> to_jsonb(old) - living then
    raise exception 'what was filed for % stays as it is', old.period using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger frozen before update or delete on gst_filings for each row execute function freeze_filing();
revoke execute on function freeze_filing() from public;
comment on function freeze_filing() is 'guard: what was filed stays as it was';

-- In the days of a return that is filed nothing is issued, cancelled, received in advance or given back, by nobody: whoever does it waits
-- for who files, and sees what he filed.
create function keep_filed() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  registration text;
  day date;
  -- An IFF tells of registered customers alone.
  is_registered boolean := false;
  waited text;
  filed record;
begin
  if tg_table_name = 'documents' then
    if new.kind not in ('invoice', 'credit_note', 'debit_note', 'challan') or new.document_type = 'financial_note' then return new; end if;
    if tg_op = 'UPDATE' and old.status <> 'draft' and new.status <> 'cancelled' then return new; end if;
    registration := new.seller ->> 'gstin';
    day := new.date;
    is_registered := new.buyer ->> 'gstin' is not null;
  elsif tg_table_name = 'payments' then
    registration := new.supplier_gstin;
    day := case when tg_op = 'INSERT' then new.date else new.cancelled_on end;
  else
    select p.supplier_gstin into registration from payments p where p.tenant_id = new.tenant_id and p.id = new.payment_id;
    day := new.date;
  end if;
  if registration is null then return new; end if;
  waited := pg_advisory_xact_lock_shared(hashtextextended('gst_filings ' || new.tenant_id::text, 0))::text;
  select f.form, f.period into filed from gst_filings f
    where f.tenant_id = new.tenant_id and f.gstin = registration and f.unfiled_at is null and day between f.from_date and f.to_date
      and (f.form <> 'iff' or is_registered) limit 1;
  if found then
    raise exception 'the return % of % is filed for %', filed.form, filed.period, registration using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
revoke execute on function keep_filed() from public;
comment on function keep_filed() is 'guard: nothing happens in the days of a return that is filed';
create trigger filed_insert before insert on documents for each row when (new.status <> 'draft') execute function keep_filed();
create trigger filed_update before update on documents for each row
  when (old.status <> new.status) execute function keep_filed();
create trigger filed_insert before insert on payments for each row
  when (new.voucher in ('receipt_voucher', 'refund_voucher')) execute function keep_filed();
create trigger filed_update before update on payments for each row
  when (old.status <> new.status and new.voucher in ('receipt_voucher', 'refund_voucher')) execute function keep_filed();
create trigger filed_insert before insert on payment_allocations for each row
  when (new.adjusted::bigint <> 0) execute function keep_filed();
