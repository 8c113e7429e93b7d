-- The schema after all migrations. Written by `npm run schema`; compared in the tests.

create domain paise as bigint constraint paise_exact CHECK (((VALUE >= '-9007199254740991'::bigint) AND (VALUE <= '9007199254740991'::bigint)));

CREATE OR REPLACE FUNCTION public.balance_journal()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  touched jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
  tenant uuid := touched ->> 'tenant_id';
  journal uuid := case tg_table_name when 'journals' then touched ->> 'id' else touched ->> 'journal_id' end;
  sides record;
begin
  if tg_op <> 'INSERT' and not exists (select from journals j where j.tenant_id = tenant and j.id = journal) then return null; end if;
  select count(*) as lines, sum(l.debit::bigint) as debit, sum(l.credit::bigint) as credit into sides
  from journal_lines l where l.tenant_id = tenant and l.journal_id = journal;
  if sides.lines < 2 or sides.debit <> sides.credit then
    raise exception 'voucher % does not balance: % debit, % credit', journal, sides.debit, sides.credit using errcode = 'check_violation';
  end if;
  return null;
end $function$
;
comment on function balance_journal() is 'guard: the sides of a voucher are equal';
revoke execute on function balance_journal() from public;

CREATE OR REPLACE FUNCTION public.freeze_allocation()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
  raise exception 'what a payment settled is never changed; it is taken back by another row' using errcode = 'restrict_violation';
end $function$
;
comment on function freeze_allocation() is 'guard: allocations are taken back, never changed';
revoke execute on function freeze_allocation() from public;

CREATE OR REPLACE FUNCTION public.freeze_document()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
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
end $function$
;
comment on function freeze_document() is 'guard: what is issued stays as it is';
revoke execute on function freeze_document() from public;

CREATE OR REPLACE FUNCTION public.freeze_document_line()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  affected document_lines := case when tg_op = 'DELETE' then old else new end;
begin
  if exists (select from documents d where d.tenant_id = affected.tenant_id and d.id = affected.document_id and d.status <> 'draft') then
    raise exception 'the lines of an issued document are frozen' using errcode = 'restrict_violation';
  end if;
  return affected;
end $function$
;
comment on function freeze_document_line() is 'guard: what is issued stays as it is';
revoke execute on function freeze_document_line() from public;

CREATE OR REPLACE FUNCTION public.freeze_filing()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  living text[] := array['unfiled_at', 'unfiled_by', 'unfile_reason', 'version', 'updated_at'];
begin
  if tg_op = 'DELETE' or old.unfiled_at is not null or to_jsonb(new) - living <> to_jsonb(old) - living then
    raise exception 'what was filed for % stays as it is', old.period using errcode = 'restrict_violation';
  end if;
  return new;
end $function$
;
comment on function freeze_filing() is 'guard: what was filed stays as it was';
revoke execute on function freeze_filing() from public;

CREATE OR REPLACE FUNCTION public.freeze_payment()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  -- What goes on living, and what is generated: that is not there yet before a change.
  living text[] := array['status', 'allocated', 'refunded', 'adjusted', 'cheque_status', 'deposited_on', 'cleared_on', 'account_id', 'notes',
    'cancelled_on', 'cancel_reason', 'version', 'updated_at', 'settles', 'unallocated', 'number_key', 'party_key'];
begin
  if tg_op = 'DELETE' then
    raise exception 'payment % is posted; it is cancelled, not deleted', old.number using errcode = 'restrict_violation';
  end if;
  if to_jsonb(new) - living <> to_jsonb(old) - living then
    raise exception 'payment % is posted and frozen', old.number using errcode = 'restrict_violation';
  end if;
  if old.status <> 'posted' and new.status <> old.status then
    raise exception 'payment % cannot go from % to %', old.number, old.status, new.status using errcode = 'restrict_violation';
  end if;
  -- Money moves between accounts when a cheque is deposited, and never else.
  if new.account_id <> old.account_id and not (old.cheque_status = 'in_hand' and new.cheque_status = 'deposited') then
    raise exception 'payment % stays in its account', old.number using errcode = 'restrict_violation';
  end if;
  return new;
end $function$
;
comment on function freeze_payment() is 'guard: what was received stays as it is';
revoke execute on function freeze_payment() from public;

CREATE OR REPLACE FUNCTION public.grant_rows(target regclass, login text, append_only boolean)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  changeable text;
begin
  execute format('grant select, insert on %s to %I', target, login);
  if append_only then return; end if;
  execute format('grant delete on %s to %I', target, login);
  select string_agg(quote_ident(attname), ', ' order by attnum) into changeable
    from pg_attribute
    where attrelid = target and attnum > 0 and not attisdropped and attgenerated = ''
      and attname not in ('tenant_id', 'id');
  if changeable is not null then execute format('grant update (%s) on %s to %I', changeable, target, login); end if;
end $function$
;
revoke execute on function grant_rows(regclass,text,boolean) from public;

CREATE OR REPLACE FUNCTION public.judge_note()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
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
end $function$
;
comment on function judge_note() is 'guard: of what was sold no more is given back than there was';
revoke execute on function judge_note() from public;

CREATE OR REPLACE FUNCTION public.judge_note_allocation()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
  if not exists (
    select from documents n join documents d on d.tenant_id = n.tenant_id and d.customer_id = n.customer_id
    where n.tenant_id = new.tenant_id and n.id = new.note_id and n.kind = 'credit_note' and n.status = 'issued'
      and d.id = new.document_id and d.kind = 'invoice' and d.status = 'issued') then
    raise exception 'note % settles no issued invoice of its customer', new.note_id using errcode = 'check_violation';
  end if;
  return null;
end $function$
;
comment on function judge_note_allocation() is 'guard: a credit note settles invoices of its own customer';
revoke execute on function judge_note_allocation() from public;

CREATE OR REPLACE FUNCTION public.judge_payment_allocation()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
  if not exists (
    select from payments p join documents d on d.tenant_id = p.tenant_id and d.customer_id = p.party_id
    where p.tenant_id = new.tenant_id and p.id = new.payment_id and d.id = new.document_id
      and d.kind = case p.direction when 'in' then 'invoice' else 'credit_note' end) then
    raise exception 'payment % settles no document of its customer', new.payment_id using errcode = 'check_violation';
  end if;
  return null;
end $function$
;
comment on function judge_payment_allocation() is 'guard: a payment settles documents of its own customer';
revoke execute on function judge_payment_allocation() from public;

CREATE OR REPLACE FUNCTION public.judge_taken()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
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
end $function$
;
comment on function judge_taken() is 'guard: from a line no more comes than it has';
revoke execute on function judge_taken() from public;

CREATE OR REPLACE FUNCTION public.keep_amendment()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
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
end $function$
;
comment on function keep_amendment() is 'guard: what a filed return put right stays as it is';
revoke execute on function keep_amendment() from public;

CREATE OR REPLACE FUNCTION public.keep_branch_gstin()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
  if exists (select from documents d where d.tenant_id = old.tenant_id and d.branch_id = old.id
      and d.kind in ('invoice', 'credit_note', 'debit_note', 'challan') and d.status not in ('draft', 'cancelled')
      and d.seller ->> 'gstin' = old.gstin)
    or exists (select from payments p where p.tenant_id = old.tenant_id and p.branch_id = old.id and p.status = 'posted'
      and p.supplier_gstin = old.gstin) then
    raise exception 'branch % has issued with %', old.code, old.gstin using errcode = 'check_violation', constraint = 'branches_gstin_used';
  end if;
  return new;
end $function$
;
comment on function keep_branch_gstin() is 'guard: what was issued with a GSTIN stays in its returns';
revoke execute on function keep_branch_gstin() from public;

CREATE OR REPLACE FUNCTION public.keep_filed()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
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
end $function$
;
comment on function keep_filed() is 'guard: nothing happens in the days of a return that is filed';
revoke execute on function keep_filed() from public;

CREATE OR REPLACE FUNCTION public.keep_period()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  waited text := pg_advisory_xact_lock_shared(hashtextextended('period_locks ' || new.tenant_id::text, 0))::text;
  closed date;
begin
  select l.locked_until into closed from period_locks l where l.tenant_id = new.tenant_id order by l.id desc limit 1;
  if new.date <= closed then
    raise exception 'the books are closed up to %', closed using errcode = 'restrict_violation';
  end if;
  return new;
end $function$
;
comment on function keep_period() is 'guard: nothing is posted in a period that is closed';
revoke execute on function keep_period() from public;

CREATE OR REPLACE FUNCTION public.keep_registration()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  taxed text;
  sold text;
begin
  select p.supplier_gstin into taxed from payments p where p.tenant_id = new.tenant_id and p.id = new.payment_id;
  select d.seller ->> 'gstin' into sold from documents d where d.tenant_id = new.tenant_id and d.id = new.document_id;
  if taxed is not null and taxed is distinct from sold then
    raise exception 'an advance taxed for % settles nothing of %', taxed, coalesce(sold, 'no GSTIN') using errcode = 'restrict_violation';
  end if;
  return new;
end $function$
;
comment on function keep_registration() is 'guard: the tax on an advance stays with its GSTIN';
revoke execute on function keep_registration() from public;

CREATE OR REPLACE FUNCTION public.keep_shipping_bill()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
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
end $function$
;
comment on function keep_shipping_bill() is 'guard: a shipping bill is of an issued export, and stays as a filed return told it';
revoke execute on function keep_shipping_bill() from public;

CREATE OR REPLACE FUNCTION public.match_allocation()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
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
end $function$
;
comment on function match_allocation() is 'guard: what is settled is what is counted';
revoke execute on function match_allocation() from public;

CREATE OR REPLACE FUNCTION public.protect_control_table(target regclass, append_only boolean DEFAULT false, tenant_column text DEFAULT 'tenant_id'::text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  plane text := 'current_setting(''app.plane'', true) = any (array[''platform'', ''identity''])';
  visible text := plane;
begin
  if exists (select from pg_attribute where attrelid = target and attname = tenant_column and not attisdropped) then
    visible := format('(%I = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) or ', tenant_column) || plane;
  end if;
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy control_plane on %s using (%s) with check (%s)', target, visible, visible);
  perform grant_rows(target, 'tenantry_control', append_only);
  execute format('grant select on %s to tenantry_ops', target);
  execute format('comment on table %s is %L', target, case when append_only then 'class: control, append only' else 'class: control' end);
  execute format('alter table %s owner to tenantry_owner', target);
end $function$
;
revoke execute on function protect_control_table(regclass,boolean,text) from public;

CREATE OR REPLACE FUNCTION public.protect_reference_table(target regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
  execute format('grant select on %s to tenantry_app, tenantry_control, tenantry_ro, tenantry_ops', target);
  execute format('comment on table %s is %L', target, 'class: reference');
  execute format('alter table %s owner to tenantry_owner', target);
end $function$
;
revoke execute on function protect_reference_table(regclass) from public;

CREATE OR REPLACE FUNCTION public.protect_tenant_table(target regclass, append_only boolean DEFAULT false)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
  perform require_tenant_keys(target);
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant_isolation on %s using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) '
    'with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', target);
  perform grant_rows(target, 'tenantry_app', append_only);
  execute format('grant select on %s to tenantry_ro, tenantry_ops', target);
  execute format('comment on table %s is %L', target, case when append_only then 'class: tenant, append only' else 'class: tenant' end);
  perform watch_sql(target);
  execute format('alter table %s owner to tenantry_owner', target);
end $function$
;
revoke execute on function protect_tenant_table(regclass,boolean) from public;

CREATE OR REPLACE FUNCTION public.record_control_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  owner_column text := case tg_table_name when 'tenants' then 'id' when 'retired_slugs' then 'former_tenant_id' else 'tenant_id' end;
  was jsonb;
  became jsonb;
  hidden text[];
  owners uuid[];
  lost bigint[];
  owned boolean;
  seen boolean;
  entry record;
  content text;
  entry_id uuid;
  old_fields jsonb;
  new_fields jsonb;
  migration text := case when current_user = 'tenantry_migrator' then nullif(current_setting('app.migration', true), '') end;
  request text := coalesce('migration ' || migration, 'transaction ' || pg_current_xact_id());
begin
  -- The entries and the queue that these triggers write themselves.
  if tg_op = 'INSERT' and tg_table_name like 'control\_audit\_%' and pg_trigger_depth() > 1 then return null; end if;
  if current_setting('session_replication_role') = 'replica'
     and exists (select from pg_stat_activity where pid = pg_backend_pid() and backend_type like 'logical replication%') then return null; end if;
  if tg_op = 'TRUNCATE' and row_security_active(tg_relid) then
    raise exception '% may not truncate %: it does not see whose rows these are', current_user, tg_relid::regclass;
  end if;
  if tg_op in ('UPDATE', 'DELETE') then was := to_jsonb(old); end if;
  if tg_op in ('UPDATE', 'INSERT') then became := to_jsonb(new); end if;
  if was = became then return null; end if;
  owned := exists (select from pg_attribute where attrelid = tg_relid and attname = owner_column and not attisdropped);
  if tg_op = 'TRUNCATE' then
    execute format('select array_agg(o), array_agg(n) from (select %s as o, count(*) as n from %s group by 1) g',
      case when owned then quote_ident(owner_column) else 'null::uuid' end, tg_relid::regclass) into owners, lost;
  elsif owned then
    owners := array(select distinct t::uuid from unnest(array[was->>owner_column, became->>owner_column]) t where t is not null);
  else
    owners := array[null::uuid];
  end if;
  -- That a secret changed is told, and not what it was or is.
  hidden := array(select key from jsonb_each(coalesce(became, was)) where value <> 'null'
    and key ~ '(^|_)(hash|token|secret|sealed|wrapped|digest|password)($|_)');
  old_fields := was;
  new_fields := became;
  if tg_op = 'UPDATE' then
    old_fields := (select jsonb_object_agg(key, value) from jsonb_each(was) where became->key is distinct from value);
    new_fields := (select jsonb_object_agg(key, value) from jsonb_each(became) where was->key is distinct from value);
  end if;
  old_fields := (select jsonb_object_agg(key, case when key = any (hidden) and value <> 'null' then '"(hidden)"' else value end) from jsonb_each(old_fields));
  new_fields := (select jsonb_object_agg(key, case when key = any (hidden) and value <> 'null' then '"(hidden)"' else value end) from jsonb_each(new_fields));
  for i in 1 .. coalesce(cardinality(owners), 0) loop
    if migration is not null then
      if owners[i] is null then
        seen := exists (select from control_audit_entries e where e.request_id = request and e.subject = tg_table_name and e.action = 'sql.' || lower(tg_op));
      else
        seen := exists (select from audit_entries e where e.tenant_id = owners[i] and e.request_id = request
          and e.subject = tg_table_name and e.action = 'sql.' || lower(tg_op));
      end if;
      continue when seen;
    end if;
    entry_id := encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
      placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid;
    select entry_id as id, now() as at, 'database' as actor_kind,
      session_user || case when current_user <> session_user then ' as ' || current_user else '' end as actor,
      host(inet_client_addr()) as address, 'sql.' || lower(tg_op) as action, tg_table_name::text as subject,
      case when migration is null then coalesce(became, was)->>'id' end as subject_id,
      case when migration is not null then null when tg_op = 'TRUNCATE' then jsonb_build_object('rows', lost[i]) else old_fields end as before,
      case when migration is not null then jsonb_build_object('migration', migration) else new_fields end as after
    into entry;
    select string_agg(coalesce(octet_length(f) || ':' || f, '~'), '' order by n) into content from unnest(array[
      owners[i]::text, entry.id::text, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), entry.actor_kind,
      null, entry.actor, request, entry.address, entry.action, entry.subject, entry.subject_id,
      entry.before::text, entry.after::text]) with ordinality as x(f, n);
    if owners[i] is null then
      insert into control_audit_entries (id, at, actor_kind, actor, request_id, address, action, subject, subject_id, before, after)
      values (entry.id, entry.at, entry.actor_kind, entry.actor, request, entry.address, entry.action, entry.subject, entry.subject_id, entry.before, entry.after);
      insert into control_audit_unsealed (entry_id, digest) values (entry.id, sha256(convert_to(content, 'UTF8')));
    else
      insert into audit_entries (tenant_id, id, at, actor_kind, actor, request_id, address, action, subject, subject_id, before, after)
      values (owners[i], entry.id, entry.at, entry.actor_kind, entry.actor, request, entry.address, entry.action, entry.subject, entry.subject_id, entry.before, entry.after);
      insert into audit_unsealed (tenant_id, entry_id, digest) values (owners[i], entry.id, sha256(convert_to(content, 'UTF8')));
    end if;
  end loop;
  return null;
end $function$
;
revoke execute on function record_control_change() from public;

CREATE OR REPLACE FUNCTION public.record_sql_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  was jsonb;
  became jsonb;
  owners uuid[];
  lost bigint[];
  entry audit_entries;
  migration text := case when current_user = 'tenantry_migrator' then nullif(current_setting('app.migration', true), '') end;
  request text := coalesce('migration ' || migration, 'transaction ' || pg_current_xact_id());
begin
  -- The entry that we write ourselves, as somebody whom this trigger watches.
  if tg_op = 'INSERT' and tg_relid = 'audit_entries'::regclass and pg_trigger_depth() > 1 then return null; end if;
  -- What replication brings was recorded where it was done. No session can pass for its worker.
  if current_setting('session_replication_role') = 'replica'
     and exists (select from pg_stat_activity where pid = pg_backend_pid() and backend_type like 'logical replication%') then return null; end if;
  if tg_op = 'TRUNCATE' and row_security_active(tg_relid) then
    raise exception '% may not truncate %: it does not see whose rows these are', current_user, tg_relid::regclass;
  end if;
  if tg_op in ('UPDATE', 'DELETE') then was := to_jsonb(old); end if;
  if tg_op in ('UPDATE', 'INSERT') then became := to_jsonb(new); end if;
  if was = became then return null; end if;
  if tg_op = 'TRUNCATE' then
    execute format('select array_agg(tenant_id), array_agg(n) from (select tenant_id, count(*) as n from %s group by 1) g', tg_relid::regclass)
      into owners, lost;
  else
    owners := array(select distinct t::uuid from unnest(array[was->>'tenant_id', became->>'tenant_id']) t where t is not null);
  end if;
  for i in 1 .. coalesce(cardinality(owners), 0) loop
    -- A migration touches rows by the hundred thousand: one entry for each table and tenant names it.
    continue when migration is not null and exists (
      select from audit_entries e where e.tenant_id = owners[i] and e.request_id = request
        and e.subject = tg_table_name and e.action = 'sql.' || lower(tg_op));
    insert into audit_entries (tenant_id, id, actor_kind, actor, request_id, address, action, subject, subject_id, before, after)
    values (
      owners[i],
      -- A UUIDv7, as the application makes them.
      encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid,
      'database', session_user || case when current_user <> session_user then ' as ' || current_user else '' end,
      request, host(inet_client_addr()), 'sql.' || lower(tg_op), tg_table_name,
      case when migration is null then coalesce(became, was)->>'id' end,
      case when migration is not null then null
        when tg_op = 'TRUNCATE' then jsonb_build_object('rows', lost[i])
        when tg_op = 'UPDATE' then (select jsonb_object_agg(key, value) from jsonb_each(was) where became->key is distinct from value)
        else was - 'tenant_id' end,
      case when migration is not null then jsonb_build_object('migration', migration)
        when tg_op = 'UPDATE' then (select jsonb_object_agg(key, value) from jsonb_each(became) where was->key is distinct from value)
        else became - 'tenant_id' end
    ) returning * into entry;
    insert into audit_unsealed (tenant_id, entry_id, digest)
    select owners[i], entry.id, sha256(convert_to(string_agg(coalesce(octet_length(f) || ':' || f, '~'), '' order by n), 'UTF8'))
    from unnest(array[
      entry.tenant_id::text, entry.id::text, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), entry.actor_kind,
      entry.actor_id::text, entry.actor, entry.request_id, entry.address, entry.action, entry.subject, entry.subject_id,
      entry.before::text, entry.after::text]) with ordinality as x(f, n);
  end loop;
  return null;
end $function$
;
revoke execute on function record_sql_change() from public;

CREATE OR REPLACE FUNCTION public.require_tenant_keys(target regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  tenant_column smallint;
  fault text;
begin
  select attnum into tenant_column from pg_attribute
    where attrelid = target and attname = 'tenant_id' and attnotnull and not atthasdef and atttypid = 'uuid'::regtype
      and not attisdropped;
  if tenant_column is null then
    raise exception 'table % needs a column "tenant_id uuid not null" without a default', target;
  end if;
  if not exists (select from pg_constraint where conrelid = target and contype = 'p') then
    raise exception 'table % needs a primary key that begins with tenant_id', target;
  end if;
  select conname into fault from pg_constraint
    where conrelid = target and contype in ('p', 'u', 'x', 'f') and conkey[1] <> tenant_column limit 1;
  if fault is not null then
    raise exception 'constraint % of table % must begin with tenant_id', fault, target;
  end if;
  -- Foreign keys ask no policy: only the tenant in both halves keeps a reference at home.
  select k.conname into fault from pg_constraint k
    join pg_attribute a on a.attrelid = k.confrelid and a.attnum = k.confkey[1]
    where k.conrelid = target and k.contype = 'f' and a.attname <> 'tenant_id' limit 1;
  if fault is not null then
    raise exception 'foreign key % of table % must refer to (tenant_id, …) of a table of tenants', fault, target;
  end if;
  select c.relname into fault from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = target and i.indkey[0] <> tenant_column limit 1;
  if fault is not null then
    raise exception 'index % of table % must begin with tenant_id', fault, target;
  end if;
end $function$
;
revoke execute on function require_tenant_keys(regclass) from public;

CREATE OR REPLACE FUNCTION public.watch_control_sql(target regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  class text := obj_description(target, 'pg_class');
begin
  execute format(
    'create trigger sql_change after insert or update or delete on %s for each row '
    'when (session_user <> ''tenantry_app'' and session_user <> ''tenantry_control'') execute function record_control_change()', target);
  execute format('create trigger sql_truncate before truncate on %s for each statement execute function record_control_change()', target);
  execute format('alter table %s enable always trigger sql_change, enable always trigger sql_truncate', target);
  -- The audit of the catalogue reads here which tables must have the triggers.
  execute format('comment on table %s is %L', target, regexp_replace(class, '^class: (control|reference)', '\&, watched'));
end $function$
;
revoke execute on function watch_control_sql(regclass) from public;

CREATE OR REPLACE FUNCTION public.watch_sql(target regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
  execute format(
    'create trigger sql_change after insert or update or delete on %s for each row '
    'when (session_user <> ''tenantry_app'' and session_user <> ''tenantry_control'') execute function record_sql_change()', target);
  execute format('create trigger sql_truncate before truncate on %s for each statement execute function record_sql_change()', target);
  execute format('alter table %s enable always trigger sql_change, enable always trigger sql_truncate', target);
end $function$
;
revoke execute on function watch_sql(regclass) from public;

create table accounts (
  tenant_id uuid not null,
  id uuid not null,
  code text collate "C" not null,
  name text not null,
  type text collate "C" not null,
  role text collate "C",
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  name_key text collate "C" not null generated always as (lower((name COLLATE "C"))) stored,
  code_key text collate "C" not null generated always as (lower(code)) stored,
  class text collate "C",
  bank_name text,
  account_number text collate "C",
  ifsc text collate "C",
  upi_id text collate "C",
  branch_id uuid,
  constraint accounts_pkey PRIMARY KEY (tenant_id, id),
  constraint accounts_code_key UNIQUE (tenant_id, code_key),
  constraint accounts_role_key UNIQUE (tenant_id, role),
  constraint accounts_class_check CHECK ((class = ANY (ARRAY['cash'::text, 'bank'::text]))),
  constraint accounts_class_type_check CHECK (((class IS NULL) OR (type = ANY (ARRAY['asset'::text, 'liability'::text])))),
  constraint accounts_type_check CHECK ((type = ANY (ARRAY['asset'::text, 'liability'::text, 'equity'::text, 'income'::text, 'expense'::text])))
);
comment on table accounts is 'class: tenant';
CREATE INDEX accounts_branch_idx ON accounts USING btree (tenant_id, branch_id);
CREATE INDEX accounts_class_idx ON accounts USING btree (tenant_id, class, code_key, id);
CREATE INDEX accounts_code_idx ON accounts USING btree (tenant_id, code_key, id);
CREATE INDEX accounts_created_at_idx ON accounts USING btree (tenant_id, created_at, id);
CREATE INDEX accounts_is_active_idx ON accounts USING btree (tenant_id, is_active, code_key, id);
CREATE INDEX accounts_name_idx ON accounts USING btree (tenant_id, name_key, id);
CREATE INDEX accounts_type_idx ON accounts USING btree (tenant_id, type, code_key, id);
CREATE INDEX accounts_updated_at_idx ON accounts USING btree (tenant_id, updated_at, id);
alter table accounts enable row level security;
alter table accounts force row level security;
create policy tenant_isolation on accounts using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (account_number, bank_name, branch_id, class, code, created_at, ifsc, is_active, name, role, type, updated_at, upi_id, version) on accounts to tenantry_app;
grant select on accounts to tenantry_ops;
grant select on accounts to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON accounts FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table accounts enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON accounts FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table accounts enable always trigger sql_truncate;

create table alert_rules (
  rule text collate "C" not null,
  title text not null,
  unit text not null,
  threshold double precision not null,
  clear_below double precision not null,
  minimum integer not null default 0,
  is_enabled boolean not null default true,
  version integer not null default 1,
  updated_at timestamp with time zone not null default now(),
  constraint alert_rules_pkey PRIMARY KEY (rule),
  constraint alert_rules_minimum_check CHECK ((minimum >= 0)),
  constraint alert_rules_order_check CHECK (((clear_below > (0)::double precision) AND (clear_below <= threshold)))
);
comment on table alert_rules is 'class: control, watched';
alter table alert_rules enable row level security;
alter table alert_rules force row level security;
create policy control_plane on alert_rules using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (clear_below, is_enabled, minimum, rule, threshold, title, unit, updated_at, version) on alert_rules to tenantry_control;
grant select on alert_rules to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON alert_rules FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table alert_rules enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON alert_rules FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table alert_rules enable always trigger sql_truncate;

create table alerts (
  id uuid not null,
  rule text collate "C" not null,
  for_tenant_id uuid,
  about text collate "C" not null,
  state text collate "C" not null,
  value double precision not null,
  peak double precision not null,
  threshold double precision not null,
  detail text not null,
  fired_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  resolved_at timestamp with time zone,
  acknowledged_at timestamp with time zone,
  acknowledged_by text,
  version integer not null default 1,
  constraint alerts_pkey PRIMARY KEY (id),
  constraint alerts_state_check CHECK ((state = ANY (ARRAY['firing'::text, 'resolved'::text])))
);
comment on table alerts is 'class: control';
CREATE INDEX alerts_fired_at_idx ON alerts USING btree (fired_at, id);
CREATE UNIQUE INDEX alerts_firing_key ON alerts USING btree (rule, COALESCE(for_tenant_id, '00000000-0000-0000-0000-000000000000'::uuid), about) WHERE (state = 'firing'::text);
CREATE INDEX alerts_firing_tenant_idx ON alerts USING btree (for_tenant_id) WHERE (state = 'firing'::text);
CREATE INDEX alerts_tenant_idx ON alerts USING btree (for_tenant_id, fired_at, id);
alter table alerts enable row level security;
alter table alerts force row level security;
create policy control_plane on alerts using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (about, acknowledged_at, acknowledged_by, detail, fired_at, for_tenant_id, peak, resolved_at, rule, seen_at, state, threshold, value, version) on alerts to tenantry_control;
grant select on alerts to tenantry_ops;

create table attachments (
  tenant_id uuid not null,
  id uuid not null,
  subject text collate "C" not null,
  subject_id uuid not null,
  file_id uuid not null,
  kind text collate "C",
  caption text,
  uploaded boolean not null default false,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint attachments_pkey PRIMARY KEY (tenant_id, id),
  constraint attachments_once_key UNIQUE (tenant_id, subject, subject_id, file_id)
);
comment on table attachments is 'class: tenant';
CREATE INDEX attachments_file_idx ON attachments USING btree (tenant_id, file_id, subject);
CREATE INDEX attachments_subject_idx ON attachments USING btree (tenant_id, subject, subject_id, created_at, id);
alter table attachments enable row level security;
alter table attachments force row level security;
create policy tenant_isolation on attachments using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (caption, created_at, created_by, file_id, kind, subject, subject_id, uploaded) on attachments to tenantry_app;
grant select on attachments to tenantry_ops;
grant select on attachments to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON attachments FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table attachments enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON attachments FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table attachments enable always trigger sql_truncate;

create table audit_entries (
  tenant_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null default now(),
  actor_kind text not null,
  actor_id uuid,
  actor text not null,
  request_id text not null,
  address text,
  action text collate "C" not null,
  subject text collate "C" not null,
  subject_id text collate "C",
  before jsonb,
  after jsonb,
  constraint audit_entries_pkey PRIMARY KEY (tenant_id, id)
);
comment on table audit_entries is 'class: tenant, append only';
CREATE INDEX audit_entries_action_idx ON audit_entries USING btree (tenant_id, action, at, id);
CREATE INDEX audit_entries_actor_id_idx ON audit_entries USING btree (tenant_id, actor_id, at, id);
CREATE INDEX audit_entries_actor_idx ON audit_entries USING btree (tenant_id, actor, at, id);
CREATE INDEX audit_entries_address_idx ON audit_entries USING btree (tenant_id, address, at, id);
CREATE INDEX audit_entries_at_idx ON audit_entries USING btree (tenant_id, at, id);
CREATE INDEX audit_entries_request_idx ON audit_entries USING btree (tenant_id, request_id, at, id);
CREATE INDEX audit_entries_subject_idx ON audit_entries USING btree (tenant_id, subject, subject_id, at, id);
alter table audit_entries enable row level security;
alter table audit_entries force row level security;
create policy tenant_isolation on audit_entries using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant insert, select on audit_entries to tenantry_app;
grant insert, select on audit_entries to tenantry_control;
grant select on audit_entries to tenantry_ops;
grant select on audit_entries to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON audit_entries FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table audit_entries enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table audit_entries enable always trigger sql_truncate;

create table audit_links (
  tenant_id uuid not null,
  seq bigint not null,
  entry_id uuid not null,
  digest bytea not null,
  hash bytea not null,
  sealed_at timestamp with time zone not null default now(),
  constraint audit_links_pkey PRIMARY KEY (tenant_id, seq),
  constraint audit_links_entry_key UNIQUE (tenant_id, entry_id)
);
comment on table audit_links is 'class: control, watched, append only';
alter table audit_links enable row level security;
alter table audit_links force row level security;
create policy control_plane on audit_links using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant insert, select on audit_links to tenantry_control;
grant select on audit_links to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON audit_links FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table audit_links enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON audit_links FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table audit_links enable always trigger sql_truncate;

create table audit_unsealed (
  tenant_id uuid not null,
  entry_id uuid not null,
  digest bytea not null,
  constraint audit_unsealed_pkey PRIMARY KEY (tenant_id, entry_id)
);
comment on table audit_unsealed is 'class: control';
CREATE INDEX audit_unsealed_entry_idx ON audit_unsealed USING btree (entry_id);
alter table audit_unsealed enable row level security;
alter table audit_unsealed force row level security;
create policy control_plane on audit_unsealed using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant insert on audit_unsealed to tenantry_app;
grant delete, insert, select, update (digest, entry_id) on audit_unsealed to tenantry_control;
grant select on audit_unsealed to tenantry_ops;

create table audit_verdicts (
  tenant_id uuid not null,
  verified_at timestamp with time zone not null,
  intact boolean not null,
  fault text collate "C",
  detail text,
  resume_seq bigint,
  resume_hash text collate "C",
  constraint audit_verdicts_pkey PRIMARY KEY (tenant_id)
);
comment on table audit_verdicts is 'class: control';
CREATE INDEX audit_verdicts_broken_idx ON audit_verdicts USING btree (tenant_id) WHERE (NOT intact);
alter table audit_verdicts enable row level security;
alter table audit_verdicts force row level security;
create policy control_plane on audit_verdicts using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (detail, fault, intact, resume_hash, resume_seq, verified_at) on audit_verdicts to tenantry_control;
grant select on audit_verdicts to tenantry_ops;

create table bank_lines (
  tenant_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  date date not null,
  description text not null,
  reference text,
  amount paise not null,
  balance paise,
  fingerprint text collate "C" not null,
  status text collate "C" not null default 'open'::text,
  payment_id uuid,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint bank_lines_pkey PRIMARY KEY (tenant_id, id),
  constraint bank_lines_fingerprint_key UNIQUE (tenant_id, account_id, fingerprint),
  constraint bank_lines_payment_key UNIQUE (tenant_id, payment_id),
  constraint bank_lines_amount_check CHECK (((amount)::bigint <> 0)),
  constraint bank_lines_matched_check CHECK (((status = 'matched'::text) = (payment_id IS NOT NULL))),
  constraint bank_lines_status_check CHECK ((status = ANY (ARRAY['open'::text, 'matched'::text, 'ignored'::text])))
);
comment on table bank_lines is 'class: tenant';
CREATE INDEX bank_lines_account_idx ON bank_lines USING btree (tenant_id, account_id, date, id);
CREATE INDEX bank_lines_amount_idx ON bank_lines USING btree (tenant_id, amount, id);
CREATE INDEX bank_lines_created_at_idx ON bank_lines USING btree (tenant_id, created_at, id);
CREATE INDEX bank_lines_date_idx ON bank_lines USING btree (tenant_id, date, id);
CREATE INDEX bank_lines_status_idx ON bank_lines USING btree (tenant_id, status, date, id);
alter table bank_lines enable row level security;
alter table bank_lines force row level security;
create policy tenant_isolation on bank_lines using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (account_id, amount, balance, created_at, date, description, fingerprint, payment_id, reference, status, updated_at, version) on bank_lines to tenantry_app;
grant select on bank_lines to tenantry_ops;
grant select on bank_lines to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON bank_lines FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table bank_lines enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON bank_lines FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table bank_lines enable always trigger sql_truncate;

create table branches (
  tenant_id uuid not null,
  id uuid not null,
  code text collate "C" not null,
  name text not null,
  gstin text collate "C",
  address_line1 text,
  address_line2 text,
  city text collate "C",
  state text collate "C",
  pincode text collate "C",
  phone text collate "C",
  email text collate "C",
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  name_key text collate "C" not null generated always as (lower((name COLLATE "C"))) stored,
  constraint branches_pkey PRIMARY KEY (tenant_id, id),
  constraint branches_code_key UNIQUE (tenant_id, code),
  constraint branches_code_check CHECK ((code ~ '^[A-Z0-9]{1,3}$'::text)),
  constraint branches_state_check CHECK ((state ~ '^\d\d$'::text))
);
comment on table branches is 'class: tenant';
CREATE INDEX branches_created_at_idx ON branches USING btree (tenant_id, created_at, id);
CREATE INDEX branches_gstin_idx ON branches USING btree (tenant_id, gstin);
CREATE INDEX branches_is_active_idx ON branches USING btree (tenant_id, is_active, name_key, id);
CREATE INDEX branches_name_idx ON branches USING btree (tenant_id, name_key, id);
CREATE INDEX branches_updated_at_idx ON branches USING btree (tenant_id, updated_at, id);
alter table branches enable row level security;
alter table branches force row level security;
create policy tenant_isolation on branches using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (address_line1, address_line2, city, code, created_at, email, gstin, is_active, name, phone, pincode, state, updated_at, version) on branches to tenantry_app;
grant select on branches to tenantry_ops;
grant select on branches to tenantry_ro;
CREATE TRIGGER gstin_kept BEFORE UPDATE OF gstin ON branches FOR EACH ROW WHEN (((old.gstin IS DISTINCT FROM new.gstin) AND (old.gstin IS NOT NULL))) EXECUTE FUNCTION keep_branch_gstin();
alter table branches enable trigger gstin_kept;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON branches FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table branches enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON branches FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table branches enable always trigger sql_truncate;

create table branding (
  tenant_id uuid not null,
  template text collate "C",
  primary_color text collate "C",
  secondary_color text collate "C",
  accent_color text collate "C",
  logo_url text,
  company_name text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint branding_pkey PRIMARY KEY (tenant_id)
);
comment on table branding is 'class: control, watched';
alter table branding enable row level security;
alter table branding force row level security;
create policy control_plane on branding using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (accent_color, company_name, created_at, logo_url, primary_color, secondary_color, template, updated_at, version) on branding to tenantry_control;
grant select on branding to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON branding FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table branding enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON branding FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table branding enable always trigger sql_truncate;

create table cells (
  id uuid not null,
  name text collate "C" not null,
  kind text not null,
  database text,
  created_at timestamp with time zone not null default now(),
  constraint cells_pkey PRIMARY KEY (id),
  constraint cells_name_key UNIQUE (name),
  constraint cells_kind_check CHECK ((kind = ANY (ARRAY['pool'::text, 'silo'::text])))
);
comment on table cells is 'class: control, watched';
alter table cells enable row level security;
alter table cells force row level security;
create policy control_plane on cells using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (created_at, database, kind, name) on cells to tenantry_control;
grant select on cells to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON cells FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table cells enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON cells FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table cells enable always trigger sql_truncate;

create table changes (
  id uuid not null,
  kind text not null,
  subject_id uuid,
  created_at timestamp with time zone not null default now(),
  constraint changes_pkey PRIMARY KEY (id)
);
comment on table changes is 'class: control';
CREATE INDEX changes_created_at_idx ON changes USING btree (created_at);
alter table changes enable row level security;
alter table changes force row level security;
create policy control_plane on changes using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check (true);
grant delete, insert, select, update (created_at, kind, subject_id) on changes to tenantry_control;
grant select on changes to tenantry_ops;

create table comments (
  tenant_id uuid not null,
  id uuid not null,
  subject text collate "C" not null,
  subject_id uuid not null,
  text text not null,
  mentions jsonb not null default '[]'::jsonb,
  created_by uuid,
  author text not null,
  edited_at timestamp with time zone,
  edited_by text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint comments_pkey PRIMARY KEY (tenant_id, id)
);
comment on table comments is 'class: tenant';
CREATE INDEX comments_author_idx ON comments USING btree (tenant_id, subject, subject_id, created_by, created_at, id);
CREATE INDEX comments_subject_idx ON comments USING btree (tenant_id, subject, subject_id, created_at, id);
alter table comments enable row level security;
alter table comments force row level security;
create policy tenant_isolation on comments using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (author, created_at, created_by, edited_at, edited_by, mentions, subject, subject_id, text, updated_at, version) on comments to tenantry_app;
grant select on comments to tenantry_ops;
grant select on comments to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON comments FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table comments enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON comments FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table comments enable always trigger sql_truncate;

create table control_audit_entries (
  id uuid not null,
  at timestamp with time zone not null default now(),
  actor_kind text not null,
  actor_id uuid,
  actor text not null,
  request_id text not null,
  address text,
  action text collate "C" not null,
  subject text collate "C" not null,
  subject_id text collate "C",
  before jsonb,
  after jsonb,
  constraint control_audit_entries_pkey PRIMARY KEY (id)
);
comment on table control_audit_entries is 'class: control, watched, append only';
CREATE INDEX control_audit_entries_action_idx ON control_audit_entries USING btree (action, at, id);
CREATE INDEX control_audit_entries_actor_idx ON control_audit_entries USING btree (actor, at, id);
CREATE INDEX control_audit_entries_at_idx ON control_audit_entries USING btree (at, id);
CREATE INDEX control_audit_entries_request_idx ON control_audit_entries USING btree (request_id, at, id);
CREATE INDEX control_audit_entries_subject_idx ON control_audit_entries USING btree (subject, subject_id, at, id);
alter table control_audit_entries enable row level security;
alter table control_audit_entries force row level security;
create policy control_plane on control_audit_entries using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant insert, select on control_audit_entries to tenantry_control;
grant select on control_audit_entries to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON control_audit_entries FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table control_audit_entries enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON control_audit_entries FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table control_audit_entries enable always trigger sql_truncate;

create table control_audit_links (
  seq bigint not null,
  entry_id uuid not null,
  digest bytea not null,
  hash bytea not null,
  sealed_at timestamp with time zone not null default now(),
  constraint control_audit_links_pkey PRIMARY KEY (seq),
  constraint control_audit_links_entry_key UNIQUE (entry_id)
);
comment on table control_audit_links is 'class: control, watched, append only';
alter table control_audit_links enable row level security;
alter table control_audit_links force row level security;
create policy control_plane on control_audit_links using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant insert, select on control_audit_links to tenantry_control;
grant select on control_audit_links to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON control_audit_links FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table control_audit_links enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON control_audit_links FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table control_audit_links enable always trigger sql_truncate;

create table control_audit_unsealed (
  entry_id uuid not null,
  digest bytea not null,
  constraint control_audit_unsealed_pkey PRIMARY KEY (entry_id)
);
comment on table control_audit_unsealed is 'class: control';
alter table control_audit_unsealed enable row level security;
alter table control_audit_unsealed force row level security;
create policy control_plane on control_audit_unsealed using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (digest, entry_id) on control_audit_unsealed to tenantry_control;
grant select on control_audit_unsealed to tenantry_ops;

create table control_counters (
  tenant_id uuid not null,
  name text collate "C" not null,
  period text collate "C" not null,
  used bigint not null,
  warned integer not null default 0,
  constraint control_counters_pkey PRIMARY KEY (tenant_id, name, period),
  constraint control_counters_used_check CHECK ((used >= 0))
);
comment on table control_counters is 'class: control';
alter table control_counters enable row level security;
alter table control_counters force row level security;
create policy control_plane on control_counters using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (name, period, used, warned) on control_counters to tenantry_control;
grant select on control_counters to tenantry_ops;

create table control_idempotency_keys (
  actor_id uuid not null,
  key text collate "C" not null,
  route text not null,
  request_hash text not null,
  status integer,
  body jsonb,
  created_at timestamp with time zone not null default now(),
  constraint control_idempotency_keys_pkey PRIMARY KEY (actor_id, key)
);
comment on table control_idempotency_keys is 'class: control';
alter table control_idempotency_keys enable row level security;
alter table control_idempotency_keys force row level security;
create policy control_plane on control_idempotency_keys using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (actor_id, body, created_at, key, request_hash, route, status) on control_idempotency_keys to tenantry_control;
grant select on control_idempotency_keys to tenantry_ops;

create table control_words (
  tenant_id uuid not null,
  noun text collate "C" not null,
  word text collate "C" not null,
  record_id uuid not null,
  constraint control_words_pkey PRIMARY KEY (tenant_id, noun, word, record_id)
);
comment on table control_words is 'class: control';
CREATE INDEX control_words_word_idx ON control_words USING btree (noun, word, record_id);
alter table control_words enable row level security;
alter table control_words force row level security;
create policy control_plane on control_words using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (noun, record_id, word) on control_words to tenantry_control;
grant select on control_words to tenantry_ops;

create table document_lines (
  tenant_id uuid not null,
  document_id uuid not null,
  line integer not null,
  product_id uuid,
  description text not null,
  hsn text collate "C",
  nature text collate "C" not null,
  quantity numeric(14,3) not null,
  unit text collate "C" not null,
  unit_price numeric(14,4) not null,
  discount_percent numeric(6,3) not null default 0,
  discount_amount paise not null default 0,
  tax_rate numeric(6,3) not null,
  cess_rate numeric(6,3) not null default 0,
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
  return_section text collate "C",
  return_type text collate "C",
  return_rate numeric(6,3),
  hsn_of text collate "C",
  from_id uuid,
  from_line integer,
  taxable_in_currency numeric(17,3),
  total_in_currency numeric(17,3),
  price_source text collate "C",
  price_list_id uuid,
  rate_source text collate "C",
  constraint document_lines_pkey PRIMARY KEY (tenant_id, document_id, line),
  constraint document_lines_currency_check CHECK (((taxable_in_currency IS NULL) = (total_in_currency IS NULL))),
  constraint document_lines_from_check CHECK (((from_id IS NULL) = (from_line IS NULL))),
  constraint document_lines_nature_check CHECK ((nature = ANY (ARRAY['goods'::text, 'service'::text]))),
  constraint document_lines_price_source_check CHECK ((price_source = ANY (ARRAY['given'::text, 'product'::text, 'price_list'::text, 'customer'::text]))),
  constraint document_lines_quantity_check CHECK ((quantity >= (0)::numeric)),
  constraint document_lines_rate_source_check CHECK ((rate_source = ANY (ARRAY['given'::text, 'product'::text, 'hsn'::text])))
);
comment on table document_lines is 'class: tenant';
CREATE INDEX document_lines_from_idx ON document_lines USING btree (tenant_id, from_id, from_line, document_id);
CREATE INDEX document_lines_price_list_idx ON document_lines USING btree (tenant_id, price_list_id) WHERE (price_list_id IS NOT NULL);
CREATE INDEX document_lines_product_idx ON document_lines USING btree (tenant_id, product_id, document_id);
alter table document_lines enable row level security;
alter table document_lines force row level security;
create policy tenant_isolation on document_lines using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (amount, cess, cess_rate, cgst, charges, description, discount, discount_amount, discount_percent, document_id, from_id, from_line, hsn, hsn_of, igst, line, nature, price_list_id, price_source, product_id, quantity, rate_source, return_rate, return_section, return_type, sgst, tax_rate, taxable_in_currency, taxable_value, total, total_in_currency, treatment, unit, unit_price) on document_lines to tenantry_app;
grant select on document_lines to tenantry_ops;
grant select on document_lines to tenantry_ro;
CREATE TRIGGER frozen BEFORE INSERT OR DELETE OR UPDATE ON document_lines FOR EACH ROW EXECUTE FUNCTION freeze_document_line();
alter table document_lines enable trigger frozen;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON document_lines FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table document_lines enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON document_lines FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table document_lines enable always trigger sql_truncate;
CREATE CONSTRAINT TRIGGER taken AFTER INSERT OR UPDATE ON document_lines DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.from_id IS NOT NULL)) EXECUTE FUNCTION judge_taken();
alter table document_lines enable trigger taken;

create table document_links (
  tenant_id uuid not null,
  id uuid not null,
  document_id uuid,
  token_hash text collate "C" not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  sent_to text,
  views integer not null default 0,
  viewed_at timestamp with time zone,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  payment_id uuid,
  constraint document_links_pkey PRIMARY KEY (tenant_id, id),
  constraint document_links_token_key UNIQUE (tenant_id, token_hash),
  constraint document_links_one_check CHECK ((num_nonnulls(document_id, payment_id) = 1))
);
comment on table document_links is 'class: tenant';
CREATE INDEX document_links_document_idx ON document_links USING btree (tenant_id, document_id, created_at, id);
CREATE INDEX document_links_payment_idx ON document_links USING btree (tenant_id, payment_id, created_at, id) WHERE (payment_id IS NOT NULL);
alter table document_links enable row level security;
alter table document_links force row level security;
create policy tenant_isolation on document_links using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (created_at, created_by, document_id, expires_at, payment_id, revoked_at, sent_to, token_hash, viewed_at, views) on document_links to tenantry_app;
grant select on document_links to tenantry_ops;
grant select on document_links to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON document_links FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table document_links enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON document_links FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table document_links enable always trigger sql_truncate;

create table documents (
  tenant_id uuid not null,
  id uuid not null,
  kind text collate "C" not null,
  document_type text collate "C" not null,
  status text collate "C" not null default 'draft'::text,
  number text collate "C",
  date date not null,
  due_date date not null,
  customer_id uuid not null,
  buyer jsonb not null,
  seller jsonb,
  place_of_supply text collate "C" not null,
  place_is_chosen boolean not null default false,
  head text collate "C" not null,
  charge text collate "C" not null,
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
  issued_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  cancel_reason text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  number_key text collate "C" not null generated always as (lower((COALESCE(number, ''::text) COLLATE "C"))) stored,
  buyer_key text collate "C" not null generated always as (lower(((buyer ->> 'name'::text) COLLATE "C"))) stored,
  original_id uuid,
  original jsonb,
  reason text collate "C",
  credited paise not null default 0,
  debited paise not null default 0,
  applied paise not null default 0,
  balance paise not null generated always as (
CASE
    WHEN (status = 'issued'::text) THEN (((((total)::bigint + (debited)::bigint) - (credited)::bigint) - (applied)::bigint) - (paid)::bigint)
    ELSE (0)::bigint
END) stored,
  valid_until date,
  delivery_date date,
  purpose text collate "C",
  accepted_at timestamp with time zone,
  branch_id uuid,
  payment_terms text collate "C",
  due_is_chosen boolean not null default false,
  recurrence_id uuid,
  occurrence_on date,
  currency text collate "C" not null default 'INR'::text,
  exchange_rate numeric(14,6),
  exchange_date date,
  taxable_in_currency numeric(17,3),
  total_in_currency numeric(17,3),
  standing_key integer not null generated always as (
CASE
    WHEN (status = 'draft'::text) THEN '-1'::integer
    WHEN (status = 'cancelled'::text) THEN 20000000
    WHEN ((((((total)::bigint + (debited)::bigint) - (credited)::bigint) - (applied)::bigint) - (paid)::bigint) > 0) THEN GREATEST((due_date - '2000-01-01'::date), 0)
    ELSE 10000000
END) stored,
  ship_to jsonb,
  type_is_chosen boolean not null default false,
  settled_in_currency numeric(17,3) not null default 0,
  applied_in_currency numeric(17,3) not null default 0,
  balance_in_currency numeric(17,3) generated always as (
CASE
    WHEN (currency = 'INR'::text) THEN NULL::numeric
    WHEN (status = 'issued'::text) THEN (total_in_currency - settled_in_currency)
    ELSE (0)::numeric
END) stored,
  ecommerce_operator jsonb,
  constraint documents_pkey PRIMARY KEY (tenant_id, id),
  constraint documents_applied_check CHECK ((((credited)::bigint >= 0) AND ((debited)::bigint >= 0) AND ((applied)::bigint >= 0) AND ((original_id IS NOT NULL) OR ((applied)::bigint = 0)))),
  constraint documents_balance_check CHECK (((balance)::bigint >= 0)),
  constraint documents_charge_check CHECK ((charge = ANY (ARRAY['charged'::text, 'reverse'::text, 'operator'::text, 'none'::text]))),
  constraint documents_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint documents_delivery_date_check CHECK (((delivery_date >= date) AND ((delivery_date IS NULL) OR (kind = 'order'::text)))),
  constraint documents_document_type_check CHECK ((document_type = ANY (ARRAY['tax_invoice'::text, 'bill_of_supply'::text, 'invoice_cum_bill'::text, 'credit_note'::text, 'debit_note'::text, 'financial_note'::text, 'estimate'::text, 'proforma'::text, 'sales_order'::text, 'delivery_challan'::text]))),
  constraint documents_due_date_check CHECK ((due_date >= date)),
  constraint documents_ecommerce_operator_check CHECK ((((charge <> 'operator'::text) OR COALESCE(((ecommerce_operator ->> 'pays_tax'::text))::boolean, false)) AND ((ecommerce_operator IS NULL) OR ((ecommerce_operator ->> 'gstin'::text) IS NOT NULL)))),
  constraint documents_exchange_check CHECK (((num_nonnulls(exchange_rate, exchange_date, taxable_in_currency, total_in_currency) =
CASE currency
    WHEN 'INR'::text THEN 0
    ELSE 4
END) AND ((exchange_rate IS NULL) OR (exchange_rate > (0)::numeric)))),
  constraint documents_head_check CHECK ((head = ANY (ARRAY['intra'::text, 'inter'::text]))),
  constraint documents_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'credit_note'::text, 'debit_note'::text, 'estimate'::text, 'order'::text, 'challan'::text]))),
  constraint documents_number_check CHECK ((((status = 'draft'::text) = (number IS NULL)) AND ((number IS NULL) OR (length(number) <= 16)))),
  constraint documents_occurrence_check CHECK (((recurrence_id IS NULL) = (occurrence_on IS NULL))),
  constraint documents_original_check CHECK ((((kind = ANY (ARRAY['credit_note'::text, 'debit_note'::text])) = (original_id IS NOT NULL)) AND ((original_id IS NULL) = (original IS NULL)))),
  constraint documents_paid_check CHECK ((((paid)::bigint >= 0) AND ((status <> 'cancelled'::text) OR ((paid)::bigint = 0)))),
  constraint documents_payment_terms_check CHECK ((payment_terms = ANY (ARRAY['immediate'::text, 'days_7'::text, 'days_15'::text, 'days_30'::text, 'days_45'::text, 'days_60'::text, 'days_90'::text, 'end_of_month'::text]))),
  constraint documents_purpose_check CHECK (((kind = 'challan'::text) = (purpose IS NOT NULL))),
  constraint documents_seller_check CHECK (((status = 'draft'::text) OR (seller IS NOT NULL))),
  constraint documents_settled_in_currency_check CHECK ((((currency <> 'INR'::text) OR ((settled_in_currency = (0)::numeric) AND (applied_in_currency = (0)::numeric))) AND ((balance_in_currency IS NULL) OR (balance_in_currency >= (0)::numeric)) AND (applied_in_currency >= (0)::numeric))),
  constraint documents_status_check CHECK (((status = ANY (ARRAY['draft'::text, 'cancelled'::text])) OR
CASE kind
    WHEN 'estimate'::text THEN (status = ANY (ARRAY['sent'::text, 'accepted'::text, 'declined'::text, 'expired'::text, 'partly_converted'::text, 'converted'::text, 'closed'::text]))
    WHEN 'order'::text THEN (status = ANY (ARRAY['open'::text, 'partly_converted'::text, 'converted'::text, 'closed'::text]))
    WHEN 'challan'::text THEN (status = ANY (ARRAY['issued'::text, 'partly_converted'::text, 'converted'::text, 'closed'::text]))
    ELSE (status = 'issued'::text)
END)),
  constraint documents_valid_until_check CHECK (((valid_until >= date) AND ((valid_until IS NULL) OR (kind = 'estimate'::text))))
);
comment on table documents is 'class: tenant';
CREATE INDEX documents_balance_idx ON documents USING btree (tenant_id, kind, balance, id);
CREATE INDEX documents_branch_idx ON documents USING btree (tenant_id, kind, branch_id, date, id);
CREATE INDEX documents_buyer_idx ON documents USING btree (tenant_id, kind, buyer_key, id);
CREATE INDEX documents_created_at_idx ON documents USING btree (tenant_id, kind, created_at, id);
CREATE INDEX documents_currency_idx ON documents USING btree (tenant_id, kind, currency, date, id);
CREATE INDEX documents_customer_idx ON documents USING btree (tenant_id, customer_id, date, id);
CREATE INDEX documents_date_idx ON documents USING btree (tenant_id, kind, date, id);
CREATE INDEX documents_delivery_date_idx ON documents USING btree (tenant_id, kind, delivery_date, id);
CREATE INDEX documents_due_date_idx ON documents USING btree (tenant_id, kind, due_date, id);
CREATE INDEX documents_ecommerce_idx ON documents USING btree (tenant_id, date) WHERE (ecommerce_operator IS NOT NULL);
CREATE INDEX documents_exchange_idx ON documents USING btree (tenant_id, currency, exchange_date) WHERE (currency <> 'INR'::text);
CREATE INDEX documents_number_idx ON documents USING btree (tenant_id, kind, number_key, id);
CREATE UNIQUE INDEX documents_number_key ON documents USING btree (tenant_id, kind, number_key) WHERE (number IS NOT NULL);
CREATE UNIQUE INDEX documents_occurrence_key ON documents USING btree (tenant_id, recurrence_id, occurrence_on) WHERE (recurrence_id IS NOT NULL);
CREATE INDEX documents_original_idx ON documents USING btree (tenant_id, original_id, kind, date, id);
CREATE INDEX documents_owed_idx ON documents USING btree (tenant_id, customer_id, due_date) INCLUDE (balance) WHERE ((kind = 'invoice'::text) AND ((balance)::bigint > 0));
CREATE INDEX documents_place_idx ON documents USING btree (tenant_id, kind, place_of_supply, date, id);
CREATE INDEX documents_purpose_idx ON documents USING btree (tenant_id, kind, purpose, date, id);
CREATE INDEX documents_standing_idx ON documents USING btree (tenant_id, kind, standing_key, id);
CREATE INDEX documents_status_idx ON documents USING btree (tenant_id, kind, status, date, id);
CREATE INDEX documents_total_idx ON documents USING btree (tenant_id, kind, total, id);
CREATE INDEX documents_type_idx ON documents USING btree (tenant_id, kind, document_type, date, id);
CREATE INDEX documents_updated_at_idx ON documents USING btree (tenant_id, kind, updated_at, id);
CREATE INDEX documents_valid_until_idx ON documents USING btree (tenant_id, kind, valid_until, id);
alter table documents enable row level security;
alter table documents force row level security;
create policy tenant_isolation on documents using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (accepted_at, applied, applied_in_currency, branch_id, buyer, cancel_reason, cancelled_at, cess, cgst, charge, charges, created_at, credited, currency, customer_id, date, debited, delivery_date, discount_amount, document_type, due_date, due_is_chosen, ecommerce_operator, exchange_date, exchange_rate, head, igst, issued_at, kind, notes, number, occurrence_on, original, original_id, other_charges, paid, payment_terms, place_is_chosen, place_of_supply, prices_include_tax, purpose, reason, recurrence_id, reference, reverse_charge, round_off, rounds, seller, settled_in_currency, sgst, ship_to, status, supply_type, taxable_in_currency, taxable_value, terms, total, total_in_currency, type_is_chosen, updated_at, valid_until, version) on documents to tenantry_app;
grant select on documents to tenantry_ops;
grant select on documents to tenantry_ro;
CREATE TRIGGER filed_insert BEFORE INSERT ON documents FOR EACH ROW WHEN ((new.status <> 'draft'::text)) EXECUTE FUNCTION keep_filed();
alter table documents enable trigger filed_insert;
CREATE TRIGGER filed_update BEFORE UPDATE ON documents FOR EACH ROW WHEN ((old.status <> new.status)) EXECUTE FUNCTION keep_filed();
alter table documents enable trigger filed_update;
CREATE TRIGGER frozen BEFORE DELETE OR UPDATE ON documents FOR EACH ROW EXECUTE FUNCTION freeze_document();
alter table documents enable trigger frozen;
CREATE CONSTRAINT TRIGGER noted AFTER UPDATE ON documents DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge_note();
alter table documents enable trigger noted;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON documents FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table documents enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON documents FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table documents enable always trigger sql_truncate;

create table domains (
  tenant_id uuid not null,
  id uuid not null,
  domain text collate "C" not null,
  verification_token text not null,
  verified_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  constraint domains_pkey PRIMARY KEY (tenant_id, id)
);
comment on table domains is 'class: control, watched';
CREATE UNIQUE INDEX domains_claim_key ON domains USING btree (tenant_id, domain);
CREATE UNIQUE INDEX domains_domain_key ON domains USING btree (domain) WHERE (verified_at IS NOT NULL);
alter table domains enable row level security;
alter table domains force row level security;
create policy control_plane on domains using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (created_at, domain, updated_at, verification_token, verified_at, version) on domains to tenantry_control;
grant select on domains to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON domains FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table domains enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON domains FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table domains enable always trigger sql_truncate;

create table entitlements (
  tenant_id uuid not null,
  id uuid not null,
  name text collate "C" not null,
  maximum bigint,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  reason text,
  created_at timestamp with time zone not null default now(),
  enabled boolean,
  granted_by text,
  constraint entitlements_pkey PRIMARY KEY (tenant_id, id),
  constraint entitlements_maximum_check CHECK ((maximum >= 0)),
  constraint entitlements_time_check CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
  constraint entitlements_value_check CHECK (((enabled IS NULL) OR (maximum IS NULL)))
);
comment on table entitlements is 'class: control, watched';
CREATE INDEX entitlements_valid_idx ON entitlements USING btree (tenant_id, valid_from, id);
alter table entitlements enable row level security;
alter table entitlements force row level security;
create policy control_plane on entitlements using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (created_at, enabled, granted_by, maximum, name, reason, valid_from, valid_to) on entitlements to tenantry_control;
grant select on entitlements to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON entitlements FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table entitlements enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON entitlements FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table entitlements enable always trigger sql_truncate;

create table event_feed (
  tenant_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null default now(),
  told_at timestamp with time zone,
  constraint event_feed_pkey PRIMARY KEY (tenant_id, id)
);
comment on table event_feed is 'class: control';
CREATE INDEX event_feed_id_idx ON event_feed USING btree (id);
CREATE INDEX event_feed_told_at_idx ON event_feed USING btree (told_at);
CREATE INDEX event_feed_untold_idx ON event_feed USING btree (at) WHERE (told_at IS NULL);
alter table event_feed enable row level security;
alter table event_feed force row level security;
create policy control_plane on event_feed using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant insert on event_feed to tenantry_app;
grant delete, insert, select, update (at, told_at) on event_feed to tenantry_control;
grant select on event_feed to tenantry_ops;

create table events (
  tenant_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null default now(),
  type text collate "C" not null,
  subject text collate "C" not null,
  subject_id text collate "C",
  data jsonb,
  constraint events_pkey PRIMARY KEY (tenant_id, id)
);
comment on table events is 'class: tenant';
CREATE INDEX events_at_idx ON events USING btree (tenant_id, at);
CREATE INDEX events_subject_idx ON events USING btree (tenant_id, subject, subject_id, id);
alter table events enable row level security;
alter table events force row level security;
create policy tenant_isolation on events using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (at, data, subject, subject_id, type) on events to tenantry_app;
grant insert, select on events to tenantry_control;
grant select on events to tenantry_ops;
grant select on events to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON events FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table events enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table events enable always trigger sql_truncate;

create table eway_bills (
  tenant_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  document_number text collate "C" not null,
  number text collate "C" not null,
  made_at timestamp with time zone not null,
  distance_km integer not null,
  vehicle_type text collate "C" not null,
  transporter_gstin text collate "C",
  vehicles jsonb not null default '[]'::jsonb,
  valid_until timestamp with time zone,
  extended integer not null default 0,
  status text collate "C" not null default 'part_a'::text,
  cancelled_at timestamp with time zone,
  cancel_reason text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  noun text collate "C" not null default 'invoices'::text,
  constraint eway_bills_pkey PRIMARY KEY (tenant_id, id),
  constraint eway_bills_cancelled_check CHECK (((status = 'cancelled'::text) = (cancelled_at IS NOT NULL))),
  constraint eway_bills_distance_check CHECK (((distance_km >= 0) AND (distance_km <= 3999))),
  constraint eway_bills_noun_check CHECK ((noun = ANY (ARRAY['invoices'::text, 'challans'::text]))),
  constraint eway_bills_number_check CHECK ((number ~ '^[0-9]{12}$'::text)),
  constraint eway_bills_status_check CHECK ((status = ANY (ARRAY['part_a'::text, 'active'::text, 'cancelled'::text]))),
  constraint eway_bills_valid_check CHECK (((status = 'active'::text) <= (valid_until IS NOT NULL))),
  constraint eway_bills_vehicle_type_check CHECK ((vehicle_type = ANY (ARRAY['regular'::text, 'over_dimensional'::text])))
);
comment on table eway_bills is 'class: tenant';
CREATE INDEX eway_bills_created_at_idx ON eway_bills USING btree (tenant_id, created_at, id);
CREATE INDEX eway_bills_document_idx ON eway_bills USING btree (tenant_id, document_id);
CREATE UNIQUE INDEX eway_bills_document_key ON eway_bills USING btree (tenant_id, document_id) WHERE (status <> 'cancelled'::text);
CREATE INDEX eway_bills_document_number_idx ON eway_bills USING btree (tenant_id, document_number, made_at, id);
CREATE INDEX eway_bills_made_at_idx ON eway_bills USING btree (tenant_id, made_at, id);
CREATE UNIQUE INDEX eway_bills_number_key ON eway_bills USING btree (tenant_id, number);
CREATE INDEX eway_bills_status_idx ON eway_bills USING btree (tenant_id, status, made_at, id);
CREATE INDEX eway_bills_valid_until_idx ON eway_bills USING btree (tenant_id, status, valid_until, id);
alter table eway_bills enable row level security;
alter table eway_bills force row level security;
create policy tenant_isolation on eway_bills using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (cancel_reason, cancelled_at, created_at, distance_km, document_id, document_number, extended, made_at, noun, number, status, transporter_gstin, updated_at, valid_until, vehicle_type, vehicles, version) on eway_bills to tenantry_app;
grant select on eway_bills to tenantry_ops;
grant select on eway_bills to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON eway_bills FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table eway_bills enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON eway_bills FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table eway_bills enable always trigger sql_truncate;

create table eway_limits (
  tenant_id uuid not null,
  id uuid not null,
  state text collate "C" not null,
  valid_from date not null,
  limit_value paise,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint eway_limits_pkey PRIMARY KEY (tenant_id, id),
  constraint eway_limits_state_key UNIQUE (tenant_id, state, valid_from),
  constraint eway_limits_state_check CHECK ((state ~ '^\d\d$'::text))
);
comment on table eway_limits is 'class: tenant';
alter table eway_limits enable row level security;
alter table eway_limits force row level security;
create policy tenant_isolation on eway_limits using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (created_at, limit_value, state, updated_at, valid_from, version) on eway_limits to tenantry_app;
grant select on eway_limits to tenantry_ops;
grant select on eway_limits to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON eway_limits FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table eway_limits enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON eway_limits FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table eway_limits enable always trigger sql_truncate;

create table feature_overrides (
  tenant_id uuid not null,
  feature text collate "C" not null,
  enabled boolean not null,
  updated_at timestamp with time zone not null default now(),
  set_by text not null default 'platform'::text,
  constraint feature_overrides_pkey PRIMARY KEY (tenant_id, feature),
  constraint feature_overrides_set_by_check CHECK ((set_by = ANY (ARRAY['platform'::text, 'tenant'::text])))
);
comment on table feature_overrides is 'class: control, watched';
alter table feature_overrides enable row level security;
alter table feature_overrides force row level security;
create policy control_plane on feature_overrides using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (enabled, feature, set_by, updated_at) on feature_overrides to tenantry_control;
grant select on feature_overrides to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON feature_overrides FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table feature_overrides enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON feature_overrides FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table feature_overrides enable always trigger sql_truncate;

create table files (
  tenant_id uuid not null,
  id uuid not null,
  object_id uuid not null,
  name text not null,
  media_type text collate "C" not null,
  bytes bigint not null,
  sha256 text collate "C" not null,
  state text collate "C" not null default 'uploading'::text,
  key_version bigint not null default 0,
  created_by uuid,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  name_key text collate "C" not null generated always as (lower((name COLLATE "C"))) stored,
  constraint files_pkey PRIMARY KEY (tenant_id, id),
  constraint files_object_key UNIQUE (tenant_id, object_id),
  constraint files_bytes_check CHECK ((bytes >= 0)),
  constraint files_state_check CHECK ((state = ANY (ARRAY['uploading'::text, 'ready'::text, 'missing'::text])))
);
comment on table files is 'class: tenant';
CREATE INDEX files_bytes_idx ON files USING btree (tenant_id, bytes, id);
CREATE INDEX files_created_at_idx ON files USING btree (tenant_id, created_at, id);
CREATE INDEX files_key_version_idx ON files USING btree (tenant_id, key_version, id);
CREATE INDEX files_name_idx ON files USING btree (tenant_id, name_key, id);
alter table files enable row level security;
alter table files force row level security;
create policy tenant_isolation on files using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (bytes, created_at, created_by, key_version, media_type, name, object_id, sha256, state, updated_at, version) on files to tenantry_app;
grant select on files to tenantry_ops;
grant select on files to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON files FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table files enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON files FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table files enable always trigger sql_truncate;

create table gst_amendments (
  tenant_id uuid not null,
  id uuid not null,
  gstin text collate "C" not null,
  document_id uuid not null,
  number text collate "C" not null,
  original_period text collate "C" not null,
  period text collate "C" not null,
  buyer_gstin text collate "C",
  place_of_supply text collate "C" not null,
  head text collate "C" not null,
  reason text not null,
  before jsonb not null,
  after jsonb not null,
  changed_by text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint gst_amendments_pkey PRIMARY KEY (tenant_id, id),
  constraint gst_amendments_document_key UNIQUE (tenant_id, document_id),
  constraint gst_amendments_head_check CHECK ((head = ANY (ARRAY['intra'::text, 'inter'::text]))),
  constraint gst_amendments_later_check CHECK ((period > original_period)),
  constraint gst_amendments_period_check CHECK ((period ~ '^20\d\d-(0[1-9]|1[0-2])$'::text))
);
comment on table gst_amendments is 'class: tenant';
CREATE INDEX gst_amendments_gstin_idx ON gst_amendments USING btree (tenant_id, gstin, period, id);
CREATE INDEX gst_amendments_number_idx ON gst_amendments USING btree (tenant_id, number, period, id);
CREATE INDEX gst_amendments_period_idx ON gst_amendments USING btree (tenant_id, period, id);
alter table gst_amendments enable row level security;
alter table gst_amendments force row level security;
create policy tenant_isolation on gst_amendments using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (after, before, buyer_gstin, changed_by, created_at, document_id, gstin, head, number, original_period, period, place_of_supply, reason, updated_at, version) on gst_amendments to tenantry_app;
grant select on gst_amendments to tenantry_ops;
grant select on gst_amendments to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON gst_amendments FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table gst_amendments enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON gst_amendments FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table gst_amendments enable always trigger sql_truncate;
CREATE TRIGGER told BEFORE INSERT OR DELETE OR UPDATE ON gst_amendments FOR EACH ROW EXECUTE FUNCTION keep_amendment();
alter table gst_amendments enable trigger told;

create table gst_filings (
  tenant_id uuid not null,
  id uuid not null,
  gstin text collate "C" not null,
  form text collate "C" not null,
  period text collate "C" not null,
  from_date date not null,
  to_date date not null,
  arn text collate "C" not null,
  filed_on date not null,
  filed_by text not null,
  figures jsonb not null,
  content text not null,
  sha256 text collate "C" not null,
  unfiled_at timestamp with time zone,
  unfiled_by text,
  unfile_reason text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint gst_filings_pkey PRIMARY KEY (tenant_id, id),
  constraint gst_filings_arn_check CHECK ((arn ~ '^[0-9A-Z]{15}$'::text)),
  constraint gst_filings_days_check CHECK (((from_date <= to_date) AND (filed_on > to_date))),
  constraint gst_filings_form_check CHECK ((form = ANY (ARRAY['gstr1'::text, 'iff'::text, 'gstr3b'::text]))),
  constraint gst_filings_period_check CHECK ((period ~ '^20\d\d-(0[1-9]|1[0-2])$'::text)),
  constraint gst_filings_unfiled_check CHECK (((unfiled_at IS NULL) = (unfile_reason IS NULL)))
);
comment on table gst_filings is 'class: tenant';
CREATE INDEX gst_filings_days_idx ON gst_filings USING btree (tenant_id, gstin, to_date, from_date) WHERE (unfiled_at IS NULL);
CREATE INDEX gst_filings_form_idx ON gst_filings USING btree (tenant_id, form, period, id);
CREATE INDEX gst_filings_gstin_idx ON gst_filings USING btree (tenant_id, gstin, period, id);
CREATE INDEX gst_filings_period_idx ON gst_filings USING btree (tenant_id, period, id);
CREATE UNIQUE INDEX gst_filings_period_key ON gst_filings USING btree (tenant_id, gstin, form, period) WHERE (unfiled_at IS NULL);
alter table gst_filings enable row level security;
alter table gst_filings force row level security;
create policy tenant_isolation on gst_filings using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (arn, content, created_at, figures, filed_by, filed_on, form, from_date, gstin, period, sha256, to_date, unfile_reason, unfiled_at, unfiled_by, updated_at, version) on gst_filings to tenantry_app;
grant select on gst_filings to tenantry_ops;
grant select on gst_filings to tenantry_ro;
CREATE TRIGGER frozen BEFORE DELETE OR UPDATE ON gst_filings FOR EACH ROW EXECUTE FUNCTION freeze_filing();
alter table gst_filings enable trigger frozen;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON gst_filings FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table gst_filings enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON gst_filings FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table gst_filings enable always trigger sql_truncate;

create table gst_registrations (
  tenant_id uuid not null,
  id uuid not null,
  gstin text collate "C" not null,
  valid_from date not null,
  frequency text collate "C" not null,
  turnover text collate "C" not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint gst_registrations_pkey PRIMARY KEY (tenant_id, id),
  constraint gst_registrations_valid_from_key UNIQUE (tenant_id, gstin, valid_from),
  constraint gst_registrations_frequency_check CHECK ((frequency = ANY (ARRAY['monthly'::text, 'quarterly'::text]))),
  constraint gst_registrations_gstin_check CHECK ((gstin ~ '^[0-9A-Z]{15}$'::text)),
  constraint gst_registrations_quarterly_check CHECK (((frequency = 'monthly'::text) OR (turnover = 'up_to_5_crore'::text))),
  constraint gst_registrations_turnover_check CHECK ((turnover = ANY (ARRAY['up_to_5_crore'::text, 'above_5_crore'::text])))
);
comment on table gst_registrations is 'class: tenant';
alter table gst_registrations enable row level security;
alter table gst_registrations force row level security;
create policy tenant_isolation on gst_registrations using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (created_at, frequency, gstin, turnover, updated_at, valid_from, version) on gst_registrations to tenantry_app;
grant select on gst_registrations to tenantry_ops;
grant select on gst_registrations to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON gst_registrations FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table gst_registrations enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON gst_registrations FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table gst_registrations enable always trigger sql_truncate;

create table gst_values (
  tenant_id uuid not null,
  id uuid not null,
  kind text collate "C" not null,
  valid_from date not null,
  tax_rate numeric(6,3),
  rate_key bigint generated always as (((tax_rate * (1000)::numeric))::bigint) stored,
  is_in_force boolean,
  amount paise,
  source text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint gst_values_pkey PRIMARY KEY (tenant_id, id),
  constraint gst_values_day_key UNIQUE NULLS NOT DISTINCT (tenant_id, kind, rate_key, valid_from),
  constraint gst_values_amount_check CHECK (((amount)::bigint >= 0)),
  constraint gst_values_kind_check CHECK ((kind = ANY (ARRAY['rate'::text, 'b2cl'::text, 'named_buyer'::text]))),
  constraint gst_values_rate_check CHECK ((((kind = 'rate'::text) = (tax_rate IS NOT NULL)) AND ((kind = 'rate'::text) = (is_in_force IS NOT NULL)))),
  constraint gst_values_tax_rate_check CHECK (((tax_rate >= (0)::numeric) AND (tax_rate <= (100)::numeric))),
  constraint gst_values_valid_from_check CHECK ((valid_from >= '2017-07-01'::date)),
  constraint gst_values_value_check CHECK (((kind = 'rate'::text) = (amount IS NULL)))
);
comment on table gst_values is 'class: tenant';
alter table gst_values enable row level security;
alter table gst_values force row level security;
create policy tenant_isolation on gst_values using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (amount, created_at, is_in_force, kind, source, tax_rate, updated_at, valid_from, version) on gst_values to tenantry_app;
grant select on gst_values to tenantry_ops;
grant select on gst_values to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON gst_values FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table gst_values enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON gst_values FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table gst_values enable always trigger sql_truncate;

create table hsn_rates (
  tenant_id uuid not null,
  id uuid not null,
  hsn text collate "C" not null,
  description text,
  valid_from date not null,
  treatment text collate "C" not null,
  tax_rate numeric(6,3) not null,
  cess_rate numeric(6,3) not null default 0,
  above_price paise,
  above_rate numeric(6,3),
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint hsn_rates_pkey PRIMARY KEY (tenant_id, id),
  constraint hsn_rates_key UNIQUE (tenant_id, hsn, valid_from),
  constraint hsn_rates_above_check CHECK (((above_price IS NULL) = (above_rate IS NULL))),
  constraint hsn_rates_cess_rate_check CHECK ((cess_rate >= (0)::numeric)),
  constraint hsn_rates_hsn_check CHECK ((hsn ~ '^([0-9]{2}){1,4}$'::text)),
  constraint hsn_rates_tax_rate_check CHECK (((tax_rate >= (0)::numeric) AND (tax_rate <= (100)::numeric))),
  constraint hsn_rates_treatment_check CHECK ((treatment = ANY (ARRAY['taxable'::text, 'nil_rated'::text, 'exempt'::text, 'non_gst'::text])))
);
comment on table hsn_rates is 'class: tenant';
alter table hsn_rates enable row level security;
alter table hsn_rates force row level security;
create policy tenant_isolation on hsn_rates using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (above_price, above_rate, cess_rate, created_at, description, hsn, tax_rate, treatment, updated_at, valid_from, version) on hsn_rates to tenantry_app;
grant select on hsn_rates to tenantry_ops;
grant select on hsn_rates to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON hsn_rates FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table hsn_rates enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON hsn_rates FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table hsn_rates enable always trigger sql_truncate;

create table idempotency_keys (
  tenant_id uuid not null,
  actor_id uuid not null,
  key text collate "C" not null,
  route text not null,
  request_hash text not null,
  status integer,
  body jsonb,
  created_at timestamp with time zone not null default now(),
  sealed_body text collate "C",
  constraint idempotency_keys_pkey PRIMARY KEY (tenant_id, actor_id, key)
);
comment on table idempotency_keys is 'class: tenant';
CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys USING btree (tenant_id, created_at);
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy tenant_isolation on idempotency_keys using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (actor_id, body, created_at, key, request_hash, route, sealed_body, status) on idempotency_keys to tenantry_app;
grant delete, insert, select, update (body, sealed_body, status) on idempotency_keys to tenantry_control;
grant select on idempotency_keys to tenantry_ops;
grant select on idempotency_keys to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON idempotency_keys FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table idempotency_keys enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON idempotency_keys FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table idempotency_keys enable always trigger sql_truncate;

create table import_changes (
  tenant_id uuid not null,
  import_id uuid not null,
  record_id uuid not null,
  record_version integer not null,
  before jsonb,
  constraint import_changes_pkey PRIMARY KEY (tenant_id, import_id, record_id)
);
comment on table import_changes is 'class: tenant, append only';
alter table import_changes enable row level security;
alter table import_changes force row level security;
create policy tenant_isolation on import_changes using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant insert, select on import_changes to tenantry_app;
grant select on import_changes to tenantry_ops;
grant select on import_changes to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON import_changes FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table import_changes enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON import_changes FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table import_changes enable always trigger sql_truncate;

create table imports (
  tenant_id uuid not null,
  id uuid not null,
  noun text collate "C" not null,
  file_name text,
  on_duplicate text collate "C" not null,
  mapping jsonb not null,
  row_count integer not null,
  created_count integer not null,
  updated_count integer not null,
  skipped_count integer not null,
  error_count integer not null,
  imported_by text not null,
  undone_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint imports_pkey PRIMARY KEY (tenant_id, id),
  constraint imports_on_duplicate_check CHECK ((on_duplicate = ANY (ARRAY['skip'::text, 'update'::text, 'create'::text])))
);
comment on table imports is 'class: tenant';
CREATE INDEX imports_created_at_idx ON imports USING btree (tenant_id, created_at, id);
CREATE INDEX imports_noun_idx ON imports USING btree (tenant_id, noun, created_at, id);
alter table imports enable row level security;
alter table imports force row level security;
create policy tenant_isolation on imports using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (created_at, created_count, error_count, file_name, imported_by, mapping, noun, on_duplicate, row_count, skipped_count, undone_at, updated_at, updated_count, version) on imports to tenantry_app;
grant select on imports to tenantry_ops;
grant select on imports to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON imports FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table imports enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON imports FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table imports enable always trigger sql_truncate;

create table job_queue (
  tenant_id uuid not null,
  id uuid not null,
  kind text collate "C" not null default 'job'::text,
  job_id uuid not null,
  due_at timestamp with time zone not null,
  leased_by uuid,
  schedule text collate "C",
  rule text collate "C",
  lane text collate "C" not null default 'inside'::text,
  constraint job_queue_pkey PRIMARY KEY (tenant_id, id),
  constraint job_queue_kind_check CHECK ((kind = ANY (ARRAY['job'::text, 'schedule'::text]))),
  constraint job_queue_lane_check CHECK ((lane = ANY (ARRAY['inside'::text, 'outside'::text])))
);
comment on table job_queue is 'class: control';
CREATE INDEX job_queue_lane_due_at_idx ON job_queue USING btree (lane, due_at);
CREATE INDEX job_queue_lane_due_idx ON job_queue USING btree (lane, tenant_id, due_at, id);
CREATE INDEX job_queue_leased_by_idx ON job_queue USING btree (leased_by, tenant_id) WHERE (leased_by IS NOT NULL);
CREATE INDEX job_queue_schedule_idx ON job_queue USING btree (tenant_id, schedule, rule) WHERE (kind = 'schedule'::text);
alter table job_queue enable row level security;
alter table job_queue force row level security;
create policy control_plane on job_queue using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant insert on job_queue to tenantry_app;
grant delete, insert, select, update (due_at, job_id, kind, lane, leased_by, rule, schedule) on job_queue to tenantry_control;
grant select on job_queue to tenantry_ops;

create table job_steps (
  tenant_id uuid not null,
  job_id uuid not null,
  name text collate "C" not null,
  result jsonb,
  done_at timestamp with time zone not null default now(),
  constraint job_steps_pkey PRIMARY KEY (tenant_id, job_id, name)
);
comment on table job_steps is 'class: tenant';
alter table job_steps enable row level security;
alter table job_steps force row level security;
create policy tenant_isolation on job_steps using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (done_at, job_id, name, result) on job_steps to tenantry_app;
grant select on job_steps to tenantry_ops;
grant select on job_steps to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON job_steps FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table job_steps enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON job_steps FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table job_steps enable always trigger sql_truncate;

create table jobs (
  tenant_id uuid not null,
  id uuid not null,
  name text collate "C" not null,
  state text collate "C" not null default 'queued'::text,
  data jsonb not null,
  key text collate "C",
  run_at timestamp with time zone not null default now(),
  attempts integer not null default 0,
  max_attempts integer not null,
  progress_done bigint not null default 0,
  progress_total bigint,
  message text,
  result jsonb,
  error text,
  fault text,
  actor_id uuid,
  actor text collate "C" not null,
  turn uuid not null,
  claim uuid,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint jobs_pkey PRIMARY KEY (tenant_id, id),
  constraint jobs_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'parked'::text, 'cancelled'::text])))
);
comment on table jobs is 'class: tenant';
CREATE INDEX jobs_created_at_idx ON jobs USING btree (tenant_id, created_at, id);
CREATE INDEX jobs_finished_at_idx ON jobs USING btree (tenant_id, finished_at);
CREATE UNIQUE INDEX jobs_key_key ON jobs USING btree (tenant_id, name, key) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE INDEX jobs_name_idx ON jobs USING btree (tenant_id, name, created_at, id);
CREATE INDEX jobs_state_idx ON jobs USING btree (tenant_id, state, created_at, id);
alter table jobs enable row level security;
alter table jobs force row level security;
create policy tenant_isolation on jobs using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (actor, actor_id, attempts, claim, created_at, data, error, fault, finished_at, key, max_attempts, message, name, progress_done, progress_total, result, run_at, started_at, state, turn, updated_at) on jobs to tenantry_app;
grant insert, select on jobs to tenantry_control;
grant select on jobs to tenantry_ops;
grant select on jobs to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON jobs FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table jobs enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON jobs FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table jobs enable always trigger sql_truncate;

create table journal_lines (
  tenant_id uuid not null,
  journal_id uuid not null,
  line integer not null,
  account_id uuid not null,
  party_id uuid,
  date date not null,
  debit paise not null default 0,
  credit paise not null default 0,
  constraint journal_lines_pkey PRIMARY KEY (tenant_id, journal_id, line),
  constraint journal_lines_sides_check CHECK ((((debit)::bigint >= 0) AND ((credit)::bigint >= 0) AND (((debit)::bigint = 0) <> ((credit)::bigint = 0))))
);
comment on table journal_lines is 'class: tenant, append only';
CREATE INDEX journal_lines_account_idx ON journal_lines USING btree (tenant_id, account_id, date, journal_id) INCLUDE (debit, credit);
CREATE INDEX journal_lines_party_idx ON journal_lines USING btree (tenant_id, party_id, account_id, date, journal_id) INCLUDE (debit, credit);
alter table journal_lines enable row level security;
alter table journal_lines force row level security;
create policy tenant_isolation on journal_lines using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant insert, select on journal_lines to tenantry_app;
grant select on journal_lines to tenantry_ops;
grant select on journal_lines to tenantry_ro;
CREATE CONSTRAINT TRIGGER balance AFTER INSERT OR DELETE OR UPDATE ON journal_lines DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balance_journal();
alter table journal_lines enable trigger balance;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON journal_lines FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table journal_lines enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON journal_lines FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table journal_lines enable always trigger sql_truncate;

create table journals (
  tenant_id uuid not null,
  id uuid not null,
  date date not null,
  kind text collate "C" not null,
  source text collate "C" not null,
  source_id uuid not null,
  narration text not null,
  reverses uuid,
  created_at timestamp with time zone not null default now(),
  number text collate "C",
  number_key text collate "C" not null generated always as (lower(COALESCE(number, ''::text))) stored,
  constraint journals_pkey PRIMARY KEY (tenant_id, id),
  constraint journals_reverses_key UNIQUE (tenant_id, reverses),
  constraint journals_kind_check CHECK ((kind ~ '^[a-z]+(_[a-z]+)*$'::text))
);
comment on table journals is 'class: tenant, append only';
CREATE INDEX journals_created_at_idx ON journals USING btree (tenant_id, created_at, id);
CREATE INDEX journals_date_idx ON journals USING btree (tenant_id, date, id);
CREATE INDEX journals_kind_idx ON journals USING btree (tenant_id, kind, date, id);
CREATE UNIQUE INDEX journals_number_key ON journals USING btree (tenant_id, number_key) WHERE (number IS NOT NULL);
CREATE INDEX journals_source_idx ON journals USING btree (tenant_id, source, source_id);
alter table journals enable row level security;
alter table journals force row level security;
create policy tenant_isolation on journals using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant insert, select on journals to tenantry_app;
grant select on journals to tenantry_ops;
grant select on journals to tenantry_ro;
CREATE CONSTRAINT TRIGGER balance AFTER INSERT ON journals DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balance_journal();
alter table journals enable trigger balance;
CREATE TRIGGER open_period BEFORE INSERT ON journals FOR EACH ROW EXECUTE FUNCTION keep_period();
alter table journals enable trigger open_period;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON journals FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table journals enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON journals FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table journals enable always trigger sql_truncate;

create table known_addresses (
  user_id uuid not null,
  address text collate "C" not null,
  seen_at timestamp with time zone not null default now(),
  constraint known_addresses_pkey PRIMARY KEY (user_id, address)
);
comment on table known_addresses is 'class: control';
CREATE INDEX known_addresses_seen_at_idx ON known_addresses USING btree (seen_at);
alter table known_addresses enable row level security;
alter table known_addresses force row level security;
create policy control_plane on known_addresses using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (address, seen_at, user_id) on known_addresses to tenantry_control;
grant select on known_addresses to tenantry_ops;

create table letterheads (
  tenant_id uuid not null,
  design text collate "C" not null default 'ledger'::text,
  size text collate "C" not null default 'a4'::text,
  language text collate "C",
  bank_name text,
  account_holder text,
  account_number text,
  ifsc text,
  upi_address text,
  signatory text,
  terms text,
  footer text,
  lut_number text,
  is_composition boolean not null default false,
  version integer not null default 0,
  updated_at timestamp with time zone not null default now(),
  shows_logo boolean not null default true,
  copies text collate "C" not null default 'original'::text,
  signing text collate "C" not null default 'line'::text,
  constraint letterheads_pkey PRIMARY KEY (tenant_id),
  constraint letterheads_copies_check CHECK ((copies = ANY (ARRAY['original'::text, 'duplicate'::text, 'triplicate'::text, 'all'::text, 'none'::text]))),
  constraint letterheads_design_check CHECK ((design = ANY (ARRAY['ledger'::text, 'classic'::text, 'band'::text]))),
  constraint letterheads_language_check CHECK ((language = ANY (ARRAY['en'::text, 'hi'::text]))),
  constraint letterheads_signing_check CHECK ((signing = ANY (ARRAY['line'::text, 'computer'::text]))),
  constraint letterheads_size_check CHECK ((size = ANY (ARRAY['a4'::text, 'a5'::text, 'thermal80'::text])))
);
comment on table letterheads is 'class: tenant';
alter table letterheads enable row level security;
alter table letterheads force row level security;
create policy tenant_isolation on letterheads using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (account_holder, account_number, bank_name, copies, design, footer, ifsc, is_composition, language, lut_number, shows_logo, signatory, signing, size, terms, updated_at, upi_address, version) on letterheads to tenantry_app;
grant select on letterheads to tenantry_ops;
grant select on letterheads to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON letterheads FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table letterheads enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON letterheads FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table letterheads enable always trigger sql_truncate;

create table live_tickets (
  hash bytea not null,
  session_id uuid not null,
  for_tenant_id uuid,
  expires_at timestamp with time zone not null,
  constraint live_tickets_pkey PRIMARY KEY (hash)
);
comment on table live_tickets is 'class: control';
CREATE INDEX live_tickets_expires_at_idx ON live_tickets USING btree (expires_at);
CREATE INDEX live_tickets_session_idx ON live_tickets USING btree (session_id);
alter table live_tickets enable row level security;
alter table live_tickets force row level security;
create policy control_plane on live_tickets using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (expires_at, for_tenant_id, hash, session_id) on live_tickets to tenantry_control;
grant select on live_tickets to tenantry_ops;

create table logos (
  tenant_id uuid not null,
  id uuid not null,
  file_id uuid not null,
  media_type text collate "C" not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint logos_pkey PRIMARY KEY (tenant_id, id),
  constraint logos_one_key UNIQUE (tenant_id),
  constraint logos_media_type_check CHECK ((media_type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text, 'image/webp'::text, 'image/svg+xml'::text])))
);
comment on table logos is 'class: tenant';
CREATE INDEX logos_file_idx ON logos USING btree (tenant_id, file_id);
alter table logos enable row level security;
alter table logos force row level security;
create policy tenant_isolation on logos using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (created_at, created_by, file_id, media_type) on logos to tenantry_app;
grant select on logos to tenantry_ops;
grant select on logos to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON logos FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table logos enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON logos FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table logos enable always trigger sql_truncate;

create table mail_outbox (
  id uuid not null,
  for_tenant_id uuid,
  recipient text collate "C" not null,
  subject text not null,
  body text not null,
  status text collate "C" not null default 'waiting'::text,
  attempts integer not null default 0,
  next_attempt_at timestamp with time zone not null default now(),
  failure text,
  created_at timestamp with time zone not null default now(),
  sent_at timestamp with time zone,
  html text,
  sender_name text,
  attachment bytea,
  attachment_name text,
  attachment_type text collate "C",
  constraint mail_outbox_pkey PRIMARY KEY (id),
  constraint mail_outbox_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'kept'::text, 'sent'::text, 'failed'::text])))
);
comment on table mail_outbox is 'class: control';
CREATE INDEX mail_outbox_created_idx ON mail_outbox USING btree (created_at, id);
CREATE INDEX mail_outbox_due_idx ON mail_outbox USING btree (next_attempt_at) WHERE (status = 'waiting'::text);
CREATE INDEX mail_outbox_recipient_idx ON mail_outbox USING btree (recipient, created_at, id);
CREATE INDEX mail_outbox_status_idx ON mail_outbox USING btree (status, created_at, id);
alter table mail_outbox enable row level security;
alter table mail_outbox force row level security;
create policy control_plane on mail_outbox using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (attachment, attachment_name, attachment_type, attempts, body, created_at, failure, for_tenant_id, html, next_attempt_at, recipient, sender_name, sent_at, status, subject) on mail_outbox to tenantry_control;
grant select on mail_outbox to tenantry_ops;

create table mail_templates (
  tenant_id uuid not null,
  id uuid not null,
  letter text collate "C" not null,
  language text collate "C" not null,
  subject text not null,
  body text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint mail_templates_pkey PRIMARY KEY (tenant_id, id),
  constraint mail_templates_letter_key UNIQUE (tenant_id, letter, language)
);
comment on table mail_templates is 'class: control';
alter table mail_templates enable row level security;
alter table mail_templates force row level security;
create policy control_plane on mail_templates using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (body, created_at, language, letter, subject, updated_at, version) on mail_templates to tenantry_control;
grant select on mail_templates to tenantry_ops;

create table memberships (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  email text collate "C" not null,
  name text not null,
  name_key text collate "C" not null generated always as (lower(name)) stored,
  role text collate "C" not null,
  status text not null default 'active'::text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  constraint memberships_pkey PRIMARY KEY (tenant_id, id),
  constraint memberships_user_key UNIQUE (tenant_id, user_id),
  constraint memberships_status_check CHECK ((status = ANY (ARRAY['active'::text, 'invited'::text, 'disabled'::text])))
);
comment on table memberships is 'class: control, watched';
CREATE INDEX memberships_created_at_idx ON memberships USING btree (tenant_id, created_at, id);
CREATE INDEX memberships_email_idx ON memberships USING btree (tenant_id, email, id);
CREATE INDEX memberships_name_idx ON memberships USING btree (tenant_id, name_key, id);
CREATE INDEX memberships_role_idx ON memberships USING btree (tenant_id, role, id);
CREATE INDEX memberships_status_idx ON memberships USING btree (tenant_id, status, name_key, id);
CREATE INDEX memberships_user_idx ON memberships USING btree (user_id, created_at);
alter table memberships enable row level security;
alter table memberships force row level security;
create policy control_plane on memberships using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (created_at, email, name, role, status, updated_at, user_id, version) on memberships to tenantry_control;
grant select on memberships to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON memberships FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table memberships enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON memberships FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table memberships enable always trigger sql_truncate;

create table metric_buckets (
  tenant_id uuid not null,
  resolution text collate "C" not null,
  at timestamp with time zone not null,
  requests bigint not null,
  refused bigint not null,
  errors bigint not null,
  milliseconds double precision not null,
  statements bigint not null,
  database_milliseconds double precision not null,
  waiting_milliseconds double precision not null,
  rate_limited bigint not null,
  forbidden bigint not null,
  conflicts bigint not null,
  strangers bigint not null,
  sign_in_failures bigint not null,
  password_resets bigint not null,
  jobs bigint not null,
  failed_jobs bigint not null,
  histogram bigint[] not null,
  parked_jobs bigint not null default 0,
  deliveries bigint not null default 0,
  failed_deliveries bigint not null default 0,
  constraint metric_buckets_pkey PRIMARY KEY (tenant_id, resolution, at),
  constraint metric_buckets_resolution_check CHECK ((resolution = ANY (ARRAY['5m'::text, '1h'::text, '1d'::text])))
);
comment on table metric_buckets is 'class: control';
CREATE INDEX metric_buckets_age_idx ON metric_buckets USING btree (resolution, at);
alter table metric_buckets enable row level security;
alter table metric_buckets force row level security;
create policy control_plane on metric_buckets using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (at, conflicts, database_milliseconds, deliveries, errors, failed_deliveries, failed_jobs, forbidden, histogram, jobs, milliseconds, parked_jobs, password_resets, rate_limited, refused, requests, resolution, sign_in_failures, statements, strangers, waiting_milliseconds) on metric_buckets to tenantry_control;
grant select on metric_buckets to tenantry_ops;

create table metric_samples (
  tenant_id uuid not null,
  day date not null,
  sampled_at timestamp with time zone not null,
  storage_bytes bigint,
  rows_by_table jsonb not null,
  figures jsonb not null,
  row_bytes bigint,
  used jsonb,
  constraint metric_samples_pkey PRIMARY KEY (tenant_id, day)
);
comment on table metric_samples is 'class: control';
CREATE INDEX metric_samples_age_idx ON metric_samples USING btree (day);
alter table metric_samples enable row level security;
alter table metric_samples force row level security;
create policy control_plane on metric_samples using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (day, figures, row_bytes, rows_by_table, sampled_at, storage_bytes, used) on metric_samples to tenantry_control;
grant select on metric_samples to tenantry_ops;

create table migrations (
  name text collate "C" not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migrations_pkey PRIMARY KEY (name)
);
comment on table migrations is 'class: control, append only';
grant select on migrations to tenantry_control;
grant select on migrations to tenantry_ops;

create table note_allocations (
  tenant_id uuid not null,
  id uuid not null,
  note_id uuid not null,
  document_id uuid not null,
  date date not null,
  amount paise not null,
  created_at timestamp with time zone not null default now(),
  exchange paise not null default 0,
  in_currency numeric(17,3) not null default 0,
  note_in_currency numeric(17,3) not null default 0,
  constraint note_allocations_pkey PRIMARY KEY (tenant_id, id),
  constraint note_allocations_amount_check CHECK (((amount)::bigint <> 0)),
  constraint note_allocations_exchange_check CHECK (((((amount)::bigint > 0) = (((amount)::bigint + (exchange)::bigint) > 0)) AND (((in_currency)::double precision * sign(((amount)::bigint)::double precision)) >= (0)::double precision) AND (((note_in_currency)::double precision * sign(((amount)::bigint)::double precision)) >= (0)::double precision))),
  constraint note_allocations_other_check CHECK ((note_id <> document_id))
);
comment on table note_allocations is 'class: tenant, append only';
CREATE INDEX note_allocations_date_idx ON note_allocations USING btree (tenant_id, date, id) INCLUDE (document_id, amount);
CREATE INDEX note_allocations_document_idx ON note_allocations USING btree (tenant_id, document_id, date, id) INCLUDE (amount);
CREATE INDEX note_allocations_note_idx ON note_allocations USING btree (tenant_id, note_id, date, id) INCLUDE (amount);
alter table note_allocations enable row level security;
alter table note_allocations force row level security;
create policy tenant_isolation on note_allocations using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant insert, select on note_allocations to tenantry_app;
grant select on note_allocations to tenantry_ops;
grant select on note_allocations to tenantry_ro;
CREATE TRIGGER frozen BEFORE DELETE OR UPDATE ON note_allocations FOR EACH ROW EXECUTE FUNCTION freeze_allocation();
alter table note_allocations enable trigger frozen;
CREATE CONSTRAINT TRIGGER judged AFTER INSERT ON note_allocations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge_note_allocation();
alter table note_allocations enable trigger judged;
CREATE CONSTRAINT TRIGGER matched AFTER INSERT ON note_allocations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION match_allocation();
alter table note_allocations enable trigger matched;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON note_allocations FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table note_allocations enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON note_allocations FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table note_allocations enable always trigger sql_truncate;

create table notifications (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  kind text collate "C" not null,
  subject text collate "C" not null,
  subject_id text collate "C",
  detail text collate "C",
  by_name text,
  key text collate "C" not null,
  read_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint notifications_pkey PRIMARY KEY (tenant_id, id),
  constraint notifications_once_key UNIQUE (tenant_id, user_id, key),
  constraint notifications_kind_check CHECK ((kind = ANY (ARRAY['mention'::text, 'job_done'::text, 'job_failed'::text, 'limit_near'::text, 'limit_full'::text, 'alert'::text])))
);
comment on table notifications is 'class: tenant';
CREATE INDEX notifications_unread_idx ON notifications USING btree (tenant_id, user_id) WHERE (read_at IS NULL);
CREATE INDEX notifications_user_idx ON notifications USING btree (tenant_id, user_id, created_at, id);
alter table notifications enable row level security;
alter table notifications force row level security;
create policy tenant_isolation on notifications using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (by_name, created_at, detail, key, kind, read_at, subject, subject_id, user_id) on notifications to tenantry_app;
grant select on notifications to tenantry_ops;
grant select on notifications to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON notifications FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table notifications enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON notifications FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table notifications enable always trigger sql_truncate;

create table number_series (
  tenant_id uuid not null,
  name text collate "C" not null,
  next bigint not null,
  constraint number_series_pkey PRIMARY KEY (tenant_id, name)
);
comment on table number_series is 'class: tenant';
alter table number_series enable row level security;
alter table number_series force row level security;
create policy tenant_isolation on number_series using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (name, next) on number_series to tenantry_app;
grant select on number_series to tenantry_ops;
grant select on number_series to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON number_series FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table number_series enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON number_series FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table number_series enable always trigger sql_truncate;

create table one_time_tokens (
  hash bytea not null,
  user_id uuid not null,
  purpose text not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint one_time_tokens_pkey PRIMARY KEY (hash),
  constraint one_time_tokens_purpose_check CHECK ((purpose = ANY (ARRAY['verify_email'::text, 'reset_password'::text, 'invitation'::text])))
);
comment on table one_time_tokens is 'class: control';
CREATE INDEX one_time_tokens_expires_at_idx ON one_time_tokens USING btree (expires_at);
CREATE INDEX one_time_tokens_user_idx ON one_time_tokens USING btree (user_id, purpose);
alter table one_time_tokens enable row level security;
alter table one_time_tokens force row level security;
create policy control_plane on one_time_tokens using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (created_at, expires_at, hash, purpose, used_at, user_id) on one_time_tokens to tenantry_control;
grant select on one_time_tokens to tenantry_ops;

create table parties (
  tenant_id uuid not null,
  id uuid not null,
  kind text collate "C" not null,
  name text not null,
  gstin text collate "C",
  gstin_valid boolean,
  pan text collate "C",
  category text collate "C" not null,
  contact_person text,
  phone text collate "C",
  email text collate "C",
  address_line1 text,
  address_line2 text,
  city text collate "C",
  state text collate "C",
  pincode text collate "C",
  country text collate "C" not null default 'India'::text,
  addresses jsonb not null default '[]'::jsonb,
  terms_days integer not null default 0,
  credit_limit paise,
  opening_balance paise not null default 0,
  notes text,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  name_key text collate "C" not null generated always as (lower((name COLLATE "C"))) stored,
  match_key text collate "C" not null generated always as (replace(replace(translate(lower((name COLLATE "C")), ' 	.,;:-_&/()''"'::text, ''::text), 'private'::text, 'pvt'::text), 'limited'::text, 'ltd'::text)) stored,
  phone_key text collate "C" generated always as ("right"(translate(phone, '+ -()'::text, ''::text), 10)) stored,
  city_key text collate "C" not null generated always as (lower(COALESCE(city, ''::text))) stored,
  price_list_id uuid,
  is_reminded boolean not null default true,
  constraint parties_pkey PRIMARY KEY (tenant_id, id),
  constraint parties_category_check CHECK ((category = ANY (ARRAY['registered_regular'::text, 'composition'::text, 'sez'::text, 'deemed_export'::text, 'input_service_distributor'::text, 'tax_deductor'::text, 'tax_collector'::text, 'uin_holder'::text, 'unregistered'::text, 'overseas'::text]))),
  constraint parties_credit_limit_check CHECK (((credit_limit)::bigint >= 0)),
  constraint parties_kind_check CHECK ((kind = ANY (ARRAY['customer'::text, 'vendor'::text]))),
  constraint parties_price_list_check CHECK (((price_list_id IS NULL) OR (kind = 'customer'::text))),
  constraint parties_state_check CHECK ((state ~ '^\d\d$'::text)),
  constraint parties_terms_days_check CHECK (((terms_days >= 0) AND (terms_days <= 3650)))
);
comment on table parties is 'class: tenant';
CREATE INDEX parties_category_idx ON parties USING btree (tenant_id, kind, category, name_key, id);
CREATE INDEX parties_city_idx ON parties USING btree (tenant_id, kind, city, name_key, id);
CREATE INDEX parties_city_key_idx ON parties USING btree (tenant_id, kind, city_key, id);
CREATE INDEX parties_created_at_idx ON parties USING btree (tenant_id, kind, created_at, id);
CREATE INDEX parties_email_idx ON parties USING btree (tenant_id, kind, email);
CREATE INDEX parties_gstin_idx ON parties USING btree (tenant_id, kind, gstin);
CREATE INDEX parties_gstin_valid_idx ON parties USING btree (tenant_id, kind, gstin_valid, name_key, id);
CREATE INDEX parties_is_active_idx ON parties USING btree (tenant_id, kind, is_active, name_key, id);
CREATE INDEX parties_match_idx ON parties USING btree (tenant_id, kind, match_key);
CREATE INDEX parties_name_idx ON parties USING btree (tenant_id, kind, name_key, id);
CREATE INDEX parties_pan_idx ON parties USING btree (tenant_id, kind, pan);
CREATE INDEX parties_phone_idx ON parties USING btree (tenant_id, kind, phone);
CREATE INDEX parties_phone_key_idx ON parties USING btree (tenant_id, kind, phone_key);
CREATE INDEX parties_price_list_idx ON parties USING btree (tenant_id, price_list_id) WHERE (price_list_id IS NOT NULL);
CREATE INDEX parties_state_idx ON parties USING btree (tenant_id, kind, state, name_key, id);
CREATE INDEX parties_totals_idx ON parties USING btree (tenant_id, kind, is_active) INCLUDE (opening_balance, credit_limit);
CREATE INDEX parties_updated_at_idx ON parties USING btree (tenant_id, kind, updated_at, id);
alter table parties enable row level security;
alter table parties force row level security;
create policy tenant_isolation on parties using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (address_line1, address_line2, addresses, category, city, contact_person, country, created_at, credit_limit, email, gstin, gstin_valid, is_active, is_reminded, kind, name, notes, opening_balance, pan, phone, pincode, price_list_id, state, terms_days, updated_at, version) on parties to tenantry_app;
grant select on parties to tenantry_ops;
grant select on parties to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON parties FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table parties enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON parties FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table parties enable always trigger sql_truncate;

create table payment_allocations (
  tenant_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  document_id uuid not null,
  date date not null,
  amount paise not null,
  adjusted paise not null default 0,
  taxable_value paise not null default 0,
  cgst paise not null default 0,
  sgst paise not null default 0,
  igst paise not null default 0,
  created_at timestamp with time zone not null default now(),
  exchange paise not null default 0,
  in_currency numeric(17,3) not null default 0,
  constraint payment_allocations_pkey PRIMARY KEY (tenant_id, id),
  constraint payment_allocations_amount_check CHECK (((amount)::bigint <> 0)),
  constraint payment_allocations_exchange_check CHECK (((((amount)::bigint > 0) = (((amount)::bigint + (exchange)::bigint) > 0)) AND (((in_currency)::double precision * sign(((amount)::bigint)::double precision)) >= (0)::double precision)))
);
comment on table payment_allocations is 'class: tenant, append only';
CREATE INDEX payment_allocations_date_idx ON payment_allocations USING btree (tenant_id, date, id) INCLUDE (document_id, amount);
CREATE INDEX payment_allocations_document_idx ON payment_allocations USING btree (tenant_id, document_id, date, id) INCLUDE (amount);
CREATE INDEX payment_allocations_payment_idx ON payment_allocations USING btree (tenant_id, payment_id, date, id) INCLUDE (amount);
alter table payment_allocations enable row level security;
alter table payment_allocations force row level security;
create policy tenant_isolation on payment_allocations using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant insert, select on payment_allocations to tenantry_app;
grant select on payment_allocations to tenantry_ops;
grant select on payment_allocations to tenantry_ro;
CREATE TRIGGER filed_insert BEFORE INSERT ON payment_allocations FOR EACH ROW WHEN (((new.adjusted)::bigint <> 0)) EXECUTE FUNCTION keep_filed();
alter table payment_allocations enable trigger filed_insert;
CREATE TRIGGER frozen BEFORE DELETE OR UPDATE ON payment_allocations FOR EACH ROW EXECUTE FUNCTION freeze_allocation();
alter table payment_allocations enable trigger frozen;
CREATE CONSTRAINT TRIGGER judged AFTER INSERT ON payment_allocations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge_payment_allocation();
alter table payment_allocations enable trigger judged;
CREATE CONSTRAINT TRIGGER matched AFTER INSERT ON payment_allocations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION match_allocation();
alter table payment_allocations enable trigger matched;
CREATE TRIGGER registered_insert BEFORE INSERT ON payment_allocations FOR EACH ROW WHEN (((new.adjusted)::bigint > 0)) EXECUTE FUNCTION keep_registration();
alter table payment_allocations enable trigger registered_insert;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON payment_allocations FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table payment_allocations enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON payment_allocations FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table payment_allocations enable always trigger sql_truncate;

create table payments (
  tenant_id uuid not null,
  id uuid not null,
  direction text collate "C" not null,
  voucher text collate "C" not null,
  number text collate "C" not null,
  status text collate "C" not null default 'posted'::text,
  date date not null,
  party_id uuid not null,
  party_name text not null,
  mode text collate "C" not null,
  account_id uuid not null,
  reference text,
  cheque_date date,
  cheque_bank text,
  cheque_status text collate "C",
  deposited_on date,
  cleared_on date,
  amount paise not null,
  tds_amount paise not null default 0,
  write_off paise not null default 0,
  allocated paise not null default 0,
  refunded paise not null default 0,
  refunds uuid,
  advance_nature text collate "C",
  advance paise not null default 0,
  tax_rate numeric(6,3),
  place_of_supply text collate "C",
  head text collate "C",
  taxable_value paise not null default 0,
  cgst paise not null default 0,
  sgst paise not null default 0,
  igst paise not null default 0,
  adjusted paise not null default 0,
  notes text,
  cancelled_on date,
  cancel_reason text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  settles paise not null generated always as ((((amount)::bigint + (tds_amount)::bigint) + (write_off)::bigint)) stored,
  unallocated paise not null generated always as (
CASE
    WHEN ((status = 'posted'::text) AND (direction = 'in'::text)) THEN (((((amount)::bigint + (tds_amount)::bigint) + (write_off)::bigint) - (allocated)::bigint) - (refunded)::bigint)
    ELSE (0)::bigint
END) stored,
  number_key text collate "C" not null generated always as (lower(number)) stored,
  party_key text collate "C" not null generated always as (lower((party_name COLLATE "C"))) stored,
  supplier_gstin text collate "C",
  currency text collate "C" not null default 'INR'::text,
  exchange_rate numeric(14,6),
  amount_in_currency numeric(17,3),
  branch_id uuid,
  seller jsonb,
  buyer jsonb,
  constraint payments_pkey PRIMARY KEY (tenant_id, id),
  constraint payments_adjusted_check CHECK ((((adjusted)::bigint >= 0) AND ((adjusted)::bigint <= (advance)::bigint))),
  constraint payments_advance_nature_check CHECK ((advance_nature = ANY (ARRAY['goods'::text, 'service'::text]))),
  constraint payments_allocated_check CHECK ((((allocated)::bigint >= 0) AND ((refunded)::bigint >= 0) AND (((allocated)::bigint + (refunded)::bigint) <= (((amount)::bigint + (tds_amount)::bigint) + (write_off)::bigint)))),
  constraint payments_amount_check CHECK (((amount)::bigint >= 0)),
  constraint payments_cheque_check CHECK ((((mode = 'cheque'::text) = (cheque_status IS NOT NULL)) OR (direction = 'out'::text))),
  constraint payments_cheque_status_check CHECK ((cheque_status = ANY (ARRAY['in_hand'::text, 'deposited'::text, 'cleared'::text, 'bounced'::text]))),
  constraint payments_currency_check CHECK (((currency ~ '^[A-Z]{3}$'::text) AND (num_nonnulls(exchange_rate, amount_in_currency) =
CASE currency
    WHEN 'INR'::text THEN 0
    ELSE 2
END) AND ((exchange_rate IS NULL) OR (exchange_rate > (0)::numeric)) AND ((amount_in_currency IS NULL) OR (amount_in_currency > (0)::numeric)))),
  constraint payments_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  constraint payments_head_check CHECK ((head = ANY (ARRAY['intra'::text, 'inter'::text]))),
  constraint payments_mode_check CHECK ((mode = ANY (ARRAY['cash'::text, 'bank_transfer'::text, 'cheque'::text, 'upi'::text, 'card'::text, 'other'::text]))),
  constraint payments_nothing_check CHECK (((((amount)::bigint + (tds_amount)::bigint) + (write_off)::bigint) > 0)),
  constraint payments_number_check CHECK (((length(number) >= 1) AND (length(number) <= 16))),
  constraint payments_status_check CHECK ((status = ANY (ARRAY['posted'::text, 'cancelled'::text, 'bounced'::text]))),
  constraint payments_tds_check CHECK (((tds_amount)::bigint >= 0)),
  constraint payments_undone_check CHECK (((status = 'posted'::text) OR (((allocated)::bigint = 0) AND ((refunded)::bigint = 0)))),
  constraint payments_voucher_check CHECK ((voucher = ANY (ARRAY['receipt'::text, 'receipt_voucher'::text, 'refund'::text, 'refund_voucher'::text]))),
  constraint payments_write_off_check CHECK (((write_off)::bigint >= 0)),
  constraint payments_write_off_is_settled_check CHECK (((status <> 'posted'::text) OR ((allocated)::bigint >= (write_off)::bigint)))
);
comment on table payments is 'class: tenant';
CREATE INDEX payments_account_idx ON payments USING btree (tenant_id, account_id, date, id);
CREATE INDEX payments_amount_idx ON payments USING btree (tenant_id, amount, id);
CREATE INDEX payments_branch_idx ON payments USING btree (tenant_id, branch_id, date, id);
CREATE INDEX payments_cheque_idx ON payments USING btree (tenant_id, cheque_status, date, id);
CREATE INDEX payments_created_at_idx ON payments USING btree (tenant_id, created_at, id);
CREATE INDEX payments_date_idx ON payments USING btree (tenant_id, date, id);
CREATE INDEX payments_direction_idx ON payments USING btree (tenant_id, direction, date, id);
CREATE INDEX payments_mode_idx ON payments USING btree (tenant_id, mode, date, id);
CREATE INDEX payments_number_idx ON payments USING btree (tenant_id, number_key, id);
CREATE UNIQUE INDEX payments_number_key ON payments USING btree (tenant_id, number_key);
CREATE INDEX payments_party_idx ON payments USING btree (tenant_id, party_id, date, id);
CREATE INDEX payments_party_name_idx ON payments USING btree (tenant_id, party_key, id);
CREATE INDEX payments_refunds_idx ON payments USING btree (tenant_id, refunds) WHERE (refunds IS NOT NULL);
CREATE INDEX payments_status_idx ON payments USING btree (tenant_id, status, date, id);
CREATE INDEX payments_unallocated_idx ON payments USING btree (tenant_id, unallocated, id);
CREATE INDEX payments_updated_at_idx ON payments USING btree (tenant_id, updated_at, id);
CREATE INDEX payments_voucher_idx ON payments USING btree (tenant_id, voucher, date, id);
alter table payments enable row level security;
alter table payments force row level security;
create policy tenant_isolation on payments using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (account_id, adjusted, advance, advance_nature, allocated, amount, amount_in_currency, branch_id, buyer, cancel_reason, cancelled_on, cgst, cheque_bank, cheque_date, cheque_status, cleared_on, created_at, currency, date, deposited_on, direction, exchange_rate, head, igst, mode, notes, number, party_id, party_name, place_of_supply, reference, refunded, refunds, seller, sgst, status, supplier_gstin, tax_rate, taxable_value, tds_amount, updated_at, version, voucher, write_off) on payments to tenantry_app;
grant select on payments to tenantry_ops;
grant select on payments to tenantry_ro;
CREATE TRIGGER filed_insert BEFORE INSERT ON payments FOR EACH ROW WHEN ((new.voucher = ANY (ARRAY['receipt_voucher'::text, 'refund_voucher'::text]))) EXECUTE FUNCTION keep_filed();
alter table payments enable trigger filed_insert;
CREATE TRIGGER filed_update BEFORE UPDATE ON payments FOR EACH ROW WHEN (((old.status <> new.status) AND (new.voucher = ANY (ARRAY['receipt_voucher'::text, 'refund_voucher'::text])))) EXECUTE FUNCTION keep_filed();
alter table payments enable trigger filed_update;
CREATE TRIGGER frozen BEFORE DELETE OR UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION freeze_payment();
alter table payments enable trigger frozen;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON payments FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table payments enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON payments FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table payments enable always trigger sql_truncate;

create table period_locks (
  tenant_id uuid not null,
  id uuid not null,
  locked_until date,
  reason text not null,
  changed_by text not null,
  created_at timestamp with time zone not null default now(),
  constraint period_locks_pkey PRIMARY KEY (tenant_id, id)
);
comment on table period_locks is 'class: tenant, append only';
CREATE INDEX period_locks_created_at_idx ON period_locks USING btree (tenant_id, created_at, id);
alter table period_locks enable row level security;
alter table period_locks force row level security;
create policy tenant_isolation on period_locks using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant insert, select on period_locks to tenantry_app;
grant select on period_locks to tenantry_ops;
grant select on period_locks to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON period_locks FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table period_locks enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON period_locks FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table period_locks enable always trigger sql_truncate;

create table plans (
  plan text collate "C" not null,
  title text not null,
  "position" integer not null,
  max_users integer,
  max_products integer,
  max_transactions_per_month integer,
  max_storage bigint,
  max_requests_per_day integer,
  password_min_length integer not null,
  session_timeout integer not null,
  requests_per_second integer,
  weight integer not null default 1,
  constraint plans_pkey PRIMARY KEY (plan),
  constraint plans_rate_check CHECK ((requests_per_second >= 1)),
  constraint plans_weight_check CHECK ((weight >= 1))
);
comment on table plans is 'class: reference, watched';
grant select on plans to tenantry_app;
grant select on plans to tenantry_control;
grant select on plans to tenantry_ops;
grant select on plans to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON plans FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table plans enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON plans FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table plans enable always trigger sql_truncate;

create table price_list_entries (
  tenant_id uuid not null,
  price_list_id uuid not null,
  entry integer not null,
  product_id uuid not null,
  unit_price numeric(14,4) not null,
  min_quantity numeric(14,3) not null default 0,
  valid_from date,
  valid_to date,
  quantity_key bigint not null generated always as (((min_quantity * (1000)::numeric))::bigint) stored,
  constraint price_list_entries_pkey PRIMARY KEY (tenant_id, price_list_id, entry),
  constraint price_list_entries_product_key UNIQUE NULLS NOT DISTINCT (tenant_id, price_list_id, product_id, quantity_key, valid_from),
  constraint price_list_entries_dates_check CHECK ((valid_to >= valid_from)),
  constraint price_list_entries_min_quantity_check CHECK ((min_quantity >= (0)::numeric)),
  constraint price_list_entries_unit_price_check CHECK ((unit_price >= (0)::numeric))
);
comment on table price_list_entries is 'class: tenant';
CREATE INDEX price_list_entries_product_idx ON price_list_entries USING btree (tenant_id, product_id, price_list_id);
alter table price_list_entries enable row level security;
alter table price_list_entries force row level security;
create policy tenant_isolation on price_list_entries using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (entry, min_quantity, price_list_id, product_id, unit_price, valid_from, valid_to) on price_list_entries to tenantry_app;
grant select on price_list_entries to tenantry_ops;
grant select on price_list_entries to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON price_list_entries FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table price_list_entries enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON price_list_entries FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table price_list_entries enable always trigger sql_truncate;

create table price_lists (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  customer_id uuid,
  currency text collate "C" not null default 'INR'::text,
  prices_include_tax boolean not null default false,
  notes text,
  prices integer not null default 0,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  name_key text collate "C" not null generated always as (lower((name COLLATE "C"))) stored,
  constraint price_lists_pkey PRIMARY KEY (tenant_id, id),
  constraint price_lists_name_key UNIQUE (tenant_id, name_key),
  constraint price_lists_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
);
comment on table price_lists is 'class: tenant';
CREATE INDEX price_lists_created_at_idx ON price_lists USING btree (tenant_id, created_at, id);
CREATE INDEX price_lists_currency_idx ON price_lists USING btree (tenant_id, currency, name_key, id);
CREATE INDEX price_lists_customer_idx ON price_lists USING btree (tenant_id, customer_id, name_key, id);
CREATE UNIQUE INDEX price_lists_customer_key ON price_lists USING btree (tenant_id, customer_id, currency) WHERE (is_active AND (customer_id IS NOT NULL));
CREATE INDEX price_lists_is_active_idx ON price_lists USING btree (tenant_id, is_active, name_key, id);
CREATE INDEX price_lists_name_idx ON price_lists USING btree (tenant_id, name_key, id);
CREATE INDEX price_lists_updated_at_idx ON price_lists USING btree (tenant_id, updated_at, id);
alter table price_lists enable row level security;
alter table price_lists force row level security;
create policy tenant_isolation on price_lists using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (created_at, currency, customer_id, is_active, name, notes, prices, prices_include_tax, updated_at, version) on price_lists to tenantry_app;
grant select on price_lists to tenantry_ops;
grant select on price_lists to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON price_lists FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table price_lists enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON price_lists FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table price_lists enable always trigger sql_truncate;

create table printouts (
  tenant_id uuid not null,
  id uuid not null,
  noun text collate "C" not null,
  form text collate "C" not null,
  document_count integer not null,
  job_id uuid,
  file_id uuid,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  left_out jsonb,
  constraint printouts_pkey PRIMARY KEY (tenant_id, id),
  constraint printouts_form_check CHECK ((form = ANY (ARRAY['pdf'::text, 'zip'::text, 'einvoice'::text, 'eway_bill'::text])))
);
comment on table printouts is 'class: tenant';
CREATE INDEX printouts_expires_at_idx ON printouts USING btree (tenant_id, expires_at, id);
CREATE INDEX printouts_file_idx ON printouts USING btree (tenant_id, file_id) WHERE (file_id IS NOT NULL);
alter table printouts enable row level security;
alter table printouts force row level security;
create policy tenant_isolation on printouts using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (created_at, created_by, document_count, expires_at, file_id, form, job_id, left_out, noun) on printouts to tenantry_app;
grant select on printouts to tenantry_ops;
grant select on printouts to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON printouts FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table printouts enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON printouts FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table printouts enable always trigger sql_truncate;

create table products (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  kind text collate "C" not null,
  sku text collate "C" not null,
  barcode text collate "C",
  hsn text collate "C",
  unit text collate "C" not null,
  sale_price numeric(14,4),
  purchase_price numeric(14,4),
  tax_rate numeric(6,3),
  cess_rate numeric(6,3) not null default 0,
  treatment text collate "C" not null default 'taxable'::text,
  category text collate "C",
  reorder_level numeric(14,3),
  description text,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  name_key text collate "C" not null generated always as (lower((name COLLATE "C"))) stored,
  sku_key text collate "C" not null generated always as (lower(sku)) stored,
  match_key text collate "C" not null generated always as (translate(lower((name COLLATE "C")), ' 	.,;:-_&/()''"'::text, ''::text)) stored,
  category_key text collate "C" not null generated always as (lower(COALESCE(category, ''::text))) stored,
  price_key bigint not null generated always as (((COALESCE(sale_price, (0)::numeric) * (10000)::numeric))::bigint) stored,
  constraint products_pkey PRIMARY KEY (tenant_id, id),
  constraint products_barcode_key UNIQUE (tenant_id, barcode),
  constraint products_sku_key UNIQUE (tenant_id, sku_key),
  constraint products_cess_rate_check CHECK (((cess_rate >= (0)::numeric) AND (cess_rate <= (999)::numeric))),
  constraint products_hsn_check CHECK ((hsn ~ '^(\d{4}|\d{6}|\d{8})$'::text)),
  constraint products_kind_check CHECK ((kind = ANY (ARRAY['goods'::text, 'service'::text]))),
  constraint products_purchase_price_check CHECK ((purchase_price >= (0)::numeric)),
  constraint products_reorder_level_check CHECK ((reorder_level >= (0)::numeric)),
  constraint products_sale_price_check CHECK ((sale_price >= (0)::numeric)),
  constraint products_tax_rate_check CHECK (((tax_rate >= (0)::numeric) AND (tax_rate <= (100)::numeric))),
  constraint products_treatment_check CHECK ((treatment = ANY (ARRAY['taxable'::text, 'nil_rated'::text, 'exempt'::text, 'non_gst'::text])))
);
comment on table products is 'class: tenant';
CREATE INDEX products_category_idx ON products USING btree (tenant_id, category, name_key, id);
CREATE INDEX products_category_key_idx ON products USING btree (tenant_id, category_key, id);
CREATE INDEX products_created_at_idx ON products USING btree (tenant_id, created_at, id);
CREATE INDEX products_hsn_idx ON products USING btree (tenant_id, hsn, name_key, id);
CREATE INDEX products_is_active_idx ON products USING btree (tenant_id, is_active, name_key, id);
CREATE INDEX products_kind_idx ON products USING btree (tenant_id, kind, name_key, id);
CREATE INDEX products_match_idx ON products USING btree (tenant_id, match_key);
CREATE INDEX products_name_idx ON products USING btree (tenant_id, name_key, id);
CREATE INDEX products_price_idx ON products USING btree (tenant_id, price_key, id);
CREATE INDEX products_treatment_idx ON products USING btree (tenant_id, treatment, name_key, id);
CREATE INDEX products_updated_at_idx ON products USING btree (tenant_id, updated_at, id);
alter table products enable row level security;
alter table products force row level security;
create policy tenant_isolation on products using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (barcode, category, cess_rate, created_at, description, hsn, is_active, kind, name, purchase_price, reorder_level, sale_price, sku, tax_rate, treatment, unit, updated_at, version) on products to tenantry_app;
grant select on products to tenantry_ops;
grant select on products to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON products FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table products enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON products FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table products enable always trigger sql_truncate;

create table provisioning_steps (
  tenant_id uuid not null,
  step text collate "C" not null,
  attempts integer not null default 1,
  done_at timestamp with time zone,
  failure text,
  constraint provisioning_steps_pkey PRIMARY KEY (tenant_id, step)
);
comment on table provisioning_steps is 'class: control';
alter table provisioning_steps enable row level security;
alter table provisioning_steps force row level security;
create policy control_plane on provisioning_steps using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (attempts, done_at, failure, step) on provisioning_steps to tenantry_control;
grant select on provisioning_steps to tenantry_ops;

create table recurrences (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  invoice_id uuid not null,
  invoice_number text collate "C",
  unit text collate "C" not null,
  every integer not null default 1,
  starts_on date not null,
  ends_on date,
  next_on date not null,
  issues boolean not null default false,
  made integer not null default 0,
  last_problem text,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  name_key text collate "C" not null generated always as (lower((name COLLATE "C"))) stored,
  constraint recurrences_pkey PRIMARY KEY (tenant_id, id),
  constraint recurrences_ends_on_check CHECK ((ends_on >= starts_on)),
  constraint recurrences_every_check CHECK (((every >= 1) AND (every <= 99))),
  constraint recurrences_unit_check CHECK ((unit = ANY (ARRAY['week'::text, 'month'::text, 'year'::text])))
);
comment on table recurrences is 'class: tenant';
CREATE INDEX recurrences_created_at_idx ON recurrences USING btree (tenant_id, created_at, id);
CREATE INDEX recurrences_invoice_idx ON recurrences USING btree (tenant_id, invoice_id);
CREATE INDEX recurrences_is_active_idx ON recurrences USING btree (tenant_id, is_active, name_key, id);
CREATE INDEX recurrences_name_idx ON recurrences USING btree (tenant_id, name_key, id);
CREATE INDEX recurrences_next_on_idx ON recurrences USING btree (tenant_id, next_on, id);
CREATE INDEX recurrences_updated_at_idx ON recurrences USING btree (tenant_id, updated_at, id);
alter table recurrences enable row level security;
alter table recurrences force row level security;
create policy tenant_isolation on recurrences using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (created_at, ends_on, every, invoice_id, invoice_number, is_active, issues, last_problem, made, name, next_on, starts_on, unit, updated_at, version) on recurrences to tenantry_app;
grant select on recurrences to tenantry_ops;
grant select on recurrences to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON recurrences FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table recurrences enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON recurrences FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table recurrences enable always trigger sql_truncate;

create table refresh_tokens (
  hash bytea not null,
  session_id uuid not null,
  for_tenant_id uuid,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint refresh_tokens_pkey PRIMARY KEY (hash)
);
comment on table refresh_tokens is 'class: control';
CREATE INDEX refresh_tokens_session_idx ON refresh_tokens USING btree (session_id);
alter table refresh_tokens enable row level security;
alter table refresh_tokens force row level security;
create policy control_plane on refresh_tokens using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (expires_at, for_tenant_id, hash, session_id, used_at) on refresh_tokens to tenantry_control;
grant select on refresh_tokens to tenantry_ops;

create table reminder_rules (
  tenant_id uuid not null,
  id uuid not null,
  days integer not null,
  is_active boolean not null default true,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  attaches boolean not null default true,
  constraint reminder_rules_pkey PRIMARY KEY (tenant_id, id),
  constraint reminder_rules_days_key UNIQUE (tenant_id, days),
  constraint reminder_rules_days_check CHECK (((days >= '-60'::integer) AND (days <= 365)))
);
comment on table reminder_rules is 'class: tenant';
alter table reminder_rules enable row level security;
alter table reminder_rules force row level security;
create policy tenant_isolation on reminder_rules using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (attaches, created_at, days, is_active, updated_at) on reminder_rules to tenantry_app;
grant select on reminder_rules to tenantry_ops;
grant select on reminder_rules to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON reminder_rules FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table reminder_rules enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON reminder_rules FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table reminder_rules enable always trigger sql_truncate;

create table reminders (
  tenant_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  document_id uuid not null,
  step integer,
  channel text collate "C" not null,
  sent_to text,
  created_at timestamp with time zone not null default now(),
  constraint reminders_pkey PRIMARY KEY (tenant_id, id),
  constraint reminders_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'whatsapp'::text])))
);
comment on table reminders is 'class: tenant, append only';
CREATE INDEX reminders_created_at_idx ON reminders USING btree (tenant_id, created_at, id);
CREATE INDEX reminders_document_idx ON reminders USING btree (tenant_id, document_id, created_at, id);
CREATE INDEX reminders_party_idx ON reminders USING btree (tenant_id, party_id, created_at, id);
CREATE UNIQUE INDEX reminders_step_key ON reminders USING btree (tenant_id, document_id, step) WHERE (step IS NOT NULL);
alter table reminders enable row level security;
alter table reminders force row level security;
create policy tenant_isolation on reminders using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant insert, select on reminders to tenantry_app;
grant select on reminders to tenantry_ops;
grant select on reminders to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON reminders FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table reminders enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON reminders FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table reminders enable always trigger sql_truncate;

create table request_counts (
  tenant_id uuid not null,
  day date not null,
  requests bigint not null,
  refused bigint not null,
  errors bigint not null,
  milliseconds bigint not null,
  constraint request_counts_pkey PRIMARY KEY (tenant_id, day)
);
comment on table request_counts is 'class: control';
alter table request_counts enable row level security;
alter table request_counts force row level security;
create policy control_plane on request_counts using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (day, errors, milliseconds, refused, requests) on request_counts to tenantry_control;
grant select on request_counts to tenantry_ops;

create table request_leases (
  tenant_id uuid not null,
  day text collate "C" not null,
  used bigint not null,
  warned integer not null default 0,
  constraint request_leases_pkey PRIMARY KEY (tenant_id, day),
  constraint request_leases_used_check CHECK ((used >= 0))
);
comment on table request_leases is 'class: control';
alter table request_leases enable row level security;
alter table request_leases force row level security;
create policy control_plane on request_leases using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (day, used, warned) on request_leases to tenantry_control;
grant select on request_leases to tenantry_ops;

create table retired_slugs (
  slug text collate "C" not null,
  former_tenant_id uuid not null,
  retired_at timestamp with time zone not null default now(),
  constraint retired_slugs_pkey PRIMARY KEY (slug)
);
comment on table retired_slugs is 'class: control, watched';
alter table retired_slugs enable row level security;
alter table retired_slugs force row level security;
create policy control_plane on retired_slugs using (((former_tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((former_tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (former_tenant_id, retired_at, slug) on retired_slugs to tenantry_control;
grant select on retired_slugs to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON retired_slugs FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table retired_slugs enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON retired_slugs FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table retired_slugs enable always trigger sql_truncate;

create table roles (
  tenant_id uuid not null,
  id uuid not null,
  name text collate "C" not null,
  title text not null,
  permissions text[] not null default '{}'::text[],
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  constraint roles_pkey PRIMARY KEY (tenant_id, id),
  constraint roles_name_key UNIQUE (tenant_id, name)
);
comment on table roles is 'class: control, watched';
alter table roles enable row level security;
alter table roles force row level security;
create policy control_plane on roles using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (created_at, name, permissions, title, updated_at, version) on roles to tenantry_control;
grant select on roles to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON roles FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table roles enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON roles FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table roles enable always trigger sql_truncate;

create table schedules (
  tenant_id uuid not null,
  name text collate "C" not null,
  job text collate "C" not null,
  cron text not null,
  time_zone text not null,
  data jsonb not null,
  next_at timestamp with time zone not null,
  last_at timestamp with time zone,
  turn uuid not null,
  id uuid not null default gen_random_uuid(),
  is_active boolean not null default true,
  last_job_id uuid,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  constraint schedules_pkey PRIMARY KEY (tenant_id, name),
  constraint schedules_id_key UNIQUE (tenant_id, id)
);
comment on table schedules is 'class: tenant';
CREATE INDEX schedules_name_idx ON schedules USING btree (tenant_id, name, id);
alter table schedules enable row level security;
alter table schedules force row level security;
create policy tenant_isolation on schedules using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (created_at, cron, data, is_active, job, last_at, last_job_id, name, next_at, time_zone, turn, updated_at, version) on schedules to tenantry_app;
grant select on schedules to tenantry_ops;
grant select on schedules to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON schedules FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table schedules enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON schedules FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table schedules enable always trigger sql_truncate;

create table search_words (
  tenant_id uuid not null,
  noun text collate "C" not null,
  word text collate "C" not null,
  record_id uuid not null,
  constraint search_words_pkey PRIMARY KEY (tenant_id, noun, word, record_id)
);
comment on table search_words is 'class: tenant';
CREATE INDEX search_words_record_idx ON search_words USING btree (tenant_id, record_id);
alter table search_words enable row level security;
alter table search_words force row level security;
create policy tenant_isolation on search_words using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (noun, record_id, word) on search_words to tenantry_app;
grant select on search_words to tenantry_ops;
grant select on search_words to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON search_words FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table search_words enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON search_words FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table search_words enable always trigger sql_truncate;

create table series (
  tenant_id uuid not null,
  id uuid not null,
  document_type text collate "C" not null,
  branch_id uuid,
  template text collate "C" not null,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  template_key text collate "C" not null generated always as (lower(template)) stored,
  constraint series_pkey PRIMARY KEY (tenant_id, id),
  constraint series_template_check CHECK ((length(template) <= 60))
);
comment on table series is 'class: tenant';
CREATE INDEX series_branch_idx ON series USING btree (tenant_id, branch_id);
CREATE INDEX series_created_at_idx ON series USING btree (tenant_id, created_at, id);
CREATE INDEX series_document_type_idx ON series USING btree (tenant_id, document_type, template_key, id);
CREATE INDEX series_is_active_idx ON series USING btree (tenant_id, is_active, template_key, id);
CREATE INDEX series_template_idx ON series USING btree (tenant_id, template_key, id);
CREATE UNIQUE INDEX series_type_key ON series USING btree (tenant_id, document_type, branch_id) NULLS NOT DISTINCT WHERE is_active;
CREATE INDEX series_updated_at_idx ON series USING btree (tenant_id, updated_at, id);
alter table series enable row level security;
alter table series force row level security;
create policy tenant_isolation on series using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (branch_id, created_at, document_type, is_active, template, updated_at, version) on series to tenantry_app;
grant select on series to tenantry_ops;
grant select on series to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON series FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table series enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON series FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table series enable always trigger sql_truncate;

create table sessions (
  id uuid not null,
  user_id uuid not null,
  address text,
  user_agent text,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint sessions_pkey PRIMARY KEY (id)
);
comment on table sessions is 'class: control';
CREATE INDEX sessions_expires_at_idx ON sessions USING btree (expires_at);
CREATE INDEX sessions_user_idx ON sessions USING btree (user_id, created_at);
alter table sessions enable row level security;
alter table sessions force row level security;
create policy control_plane on sessions using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (address, created_at, ended_at, expires_at, last_used_at, user_agent, user_id) on sessions to tenantry_control;
grant select on sessions to tenantry_ops;

create table settings (
  tenant_id uuid not null,
  key text collate "C" not null,
  value jsonb,
  sealed bytea,
  updated_at timestamp with time zone not null default now(),
  constraint settings_pkey PRIMARY KEY (tenant_id, key),
  constraint settings_one_form_check CHECK (((value IS NULL) <> (sealed IS NULL)))
);
comment on table settings is 'class: control, watched';
alter table settings enable row level security;
alter table settings force row level security;
create policy control_plane on settings using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (key, sealed, updated_at, value) on settings to tenantry_control;
grant select on settings to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON settings FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table settings enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON settings FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table settings enable always trigger sql_truncate;

create table shipping_bills (
  tenant_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  document_number text collate "C" not null,
  number text collate "C" not null,
  date date not null,
  port_code text collate "C" not null,
  amendment_id uuid,
  told_in text collate "C",
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint shipping_bills_pkey PRIMARY KEY (tenant_id, id),
  constraint shipping_bills_number_check CHECK ((number ~ '^[0-9]{3,15}$'::text)),
  constraint shipping_bills_port_check CHECK ((port_code ~ '^[0-9A-Z]{6}$'::text)),
  constraint shipping_bills_told_check CHECK (((amendment_id IS NULL) = (told_in IS NULL)))
);
comment on table shipping_bills is 'class: tenant';
CREATE UNIQUE INDEX shipping_bills_amended_key ON shipping_bills USING btree (tenant_id, document_id) WHERE (amendment_id IS NOT NULL);
CREATE INDEX shipping_bills_amendment_idx ON shipping_bills USING btree (tenant_id, amendment_id);
CREATE INDEX shipping_bills_created_at_idx ON shipping_bills USING btree (tenant_id, created_at, id);
CREATE INDEX shipping_bills_date_idx ON shipping_bills USING btree (tenant_id, date, id);
CREATE INDEX shipping_bills_document_idx ON shipping_bills USING btree (tenant_id, document_id);
CREATE UNIQUE INDEX shipping_bills_document_key ON shipping_bills USING btree (tenant_id, document_id) WHERE (amendment_id IS NULL);
CREATE INDEX shipping_bills_number_idx ON shipping_bills USING btree (tenant_id, number, date, id);
alter table shipping_bills enable row level security;
alter table shipping_bills force row level security;
create policy tenant_isolation on shipping_bills using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (amendment_id, created_at, date, document_id, document_number, number, port_code, told_in, updated_at, version) on shipping_bills to tenantry_app;
grant select on shipping_bills to tenantry_ops;
grant select on shipping_bills to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON shipping_bills FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table shipping_bills enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON shipping_bills FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table shipping_bills enable always trigger sql_truncate;
CREATE TRIGGER told BEFORE INSERT OR DELETE OR UPDATE ON shipping_bills FOR EACH ROW EXECUTE FUNCTION keep_shipping_bill();
alter table shipping_bills enable trigger told;

create table sign_in_failures (
  bucket text collate "C" not null,
  window_start timestamp with time zone not null,
  failures integer not null,
  constraint sign_in_failures_pkey PRIMARY KEY (bucket, window_start)
);
comment on table sign_in_failures is 'class: control';
CREATE INDEX sign_in_failures_start_idx ON sign_in_failures USING btree (window_start);
alter table sign_in_failures enable row level security;
alter table sign_in_failures force row level security;
create policy control_plane on sign_in_failures using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (bucket, failures, window_start) on sign_in_failures to tenantry_control;
grant select on sign_in_failures to tenantry_ops;

create table slow_statements (
  tenant_id uuid not null,
  id uuid not null,
  asker text collate "C" not null,
  statement text collate "C" not null,
  count bigint not null,
  total_milliseconds double precision not null,
  max_milliseconds double precision not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  constraint slow_statements_pkey PRIMARY KEY (tenant_id, id)
);
comment on table slow_statements is 'class: control';
CREATE INDEX slow_statements_age_idx ON slow_statements USING btree (last_at);
alter table slow_statements enable row level security;
alter table slow_statements force row level security;
create policy control_plane on slow_statements using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (asker, count, first_at, last_at, max_milliseconds, statement, total_milliseconds) on slow_statements to tenantry_control;
grant select on slow_statements to tenantry_ops;

create table subscriptions (
  tenant_id uuid not null,
  status text not null default 'active'::text,
  trial_ends_at timestamp with time zone,
  max_users integer,
  max_products integer,
  max_transactions_per_month integer,
  max_storage bigint,
  max_requests_per_day integer,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint subscriptions_pkey PRIMARY KEY (tenant_id),
  constraint subscriptions_max_products_check CHECK ((max_products >= 0)),
  constraint subscriptions_max_requests_check CHECK ((max_requests_per_day >= 0)),
  constraint subscriptions_max_storage_check CHECK ((max_storage >= 0)),
  constraint subscriptions_max_transactions_check CHECK ((max_transactions_per_month >= 0)),
  constraint subscriptions_max_users_check CHECK ((max_users >= 1)),
  constraint subscriptions_status_check CHECK ((status = ANY (ARRAY['trial'::text, 'active'::text, 'past_due'::text, 'cancelled'::text])))
);
comment on table subscriptions is 'class: control, watched';
alter table subscriptions enable row level security;
alter table subscriptions force row level security;
create policy control_plane on subscriptions using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (created_at, max_products, max_requests_per_day, max_storage, max_transactions_per_month, max_users, status, trial_ends_at, updated_at, version) on subscriptions to tenantry_control;
grant select on subscriptions to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON subscriptions FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table subscriptions enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON subscriptions FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table subscriptions enable always trigger sql_truncate;

create table system_samples (
  resolution text collate "C" not null,
  at timestamp with time zone not null,
  connections integer not null,
  jobs_waiting integer not null,
  database_bytes bigint not null,
  file_bytes bigint not null,
  disk_percent double precision,
  constraint system_samples_pkey PRIMARY KEY (resolution, at),
  constraint system_samples_resolution_check CHECK ((resolution = ANY (ARRAY['5m'::text, '1h'::text, '1d'::text])))
);
comment on table system_samples is 'class: control';
alter table system_samples enable row level security;
alter table system_samples force row level security;
create policy control_plane on system_samples using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (at, connections, database_bytes, disk_percent, file_bytes, jobs_waiting, resolution) on system_samples to tenantry_control;
grant select on system_samples to tenantry_ops;

create table tenant_keys (
  tenant_id uuid not null,
  version integer not null,
  state text collate "C" not null default 'current'::text,
  wrapped bytea,
  master_key_id text collate "C" not null,
  created_at timestamp with time zone not null default now(),
  replaced_at timestamp with time zone,
  destroyed_at timestamp with time zone,
  constraint tenant_keys_pkey PRIMARY KEY (tenant_id, version),
  constraint tenant_keys_state_check CHECK ((state = ANY (ARRAY['current'::text, 'old'::text, 'destroyed'::text]))),
  constraint tenant_keys_version_check CHECK (((version >= 1) AND (version <= 999999999))),
  constraint tenant_keys_wrapped_check CHECK (((wrapped IS NULL) = (state = 'destroyed'::text)))
);
comment on table tenant_keys is 'class: control, watched';
CREATE UNIQUE INDEX tenant_keys_current_key ON tenant_keys USING btree (tenant_id) WHERE (state = 'current'::text);
alter table tenant_keys enable row level security;
alter table tenant_keys force row level security;
create policy control_plane on tenant_keys using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (created_at, destroyed_at, master_key_id, replaced_at, state, version, wrapped) on tenant_keys to tenantry_control;
grant select on tenant_keys to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON tenant_keys FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table tenant_keys enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON tenant_keys FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table tenant_keys enable always trigger sql_truncate;

create table tenant_run_items (
  tenant_id uuid not null,
  run_id uuid not null,
  "position" integer not null,
  state text collate "C" not null default 'waiting'::text,
  attempts integer not null default 0,
  code text collate "C",
  detail text,
  finished_at timestamp with time zone,
  constraint tenant_run_items_pkey PRIMARY KEY (tenant_id, run_id),
  constraint tenant_run_items_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'failed'::text])))
);
comment on table tenant_run_items is 'class: control';
CREATE INDEX tenant_run_items_run_idx ON tenant_run_items USING btree (run_id, state, "position");
alter table tenant_run_items enable row level security;
alter table tenant_run_items force row level security;
create policy control_plane on tenant_run_items using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (attempts, code, detail, finished_at, "position", run_id, state) on tenant_run_items to tenantry_control;
grant select on tenant_run_items to tenantry_ops;

create table tenant_runs (
  id uuid not null,
  action text collate "C" not null,
  wanted jsonb not null,
  total integer not null,
  state text collate "C" not null default 'running'::text,
  actor_id uuid,
  actor text collate "C" not null,
  created_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  constraint tenant_runs_pkey PRIMARY KEY (id),
  constraint tenant_runs_action_check CHECK ((action = ANY (ARRAY['suspend'::text, 'resume'::text, 'archive'::text, 'restore'::text, 'plan'::text, 'feature'::text]))),
  constraint tenant_runs_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text])))
);
comment on table tenant_runs is 'class: control';
CREATE INDEX tenant_runs_created_at_idx ON tenant_runs USING btree (created_at, id);
CREATE INDEX tenant_runs_running_idx ON tenant_runs USING btree (id) WHERE (state = 'running'::text);
alter table tenant_runs enable row level security;
alter table tenant_runs force row level security;
create policy control_plane on tenant_runs using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (action, actor, actor_id, created_at, finished_at, state, total, wanted) on tenant_runs to tenantry_control;
grant select on tenant_runs to tenantry_ops;

create table tenants (
  id uuid not null,
  slug text collate "C" not null,
  name text not null,
  status text not null default 'provisioning'::text,
  organization_type text not null,
  plan text not null,
  placement text not null default 'pool'::text,
  time_zone text not null default 'Asia/Kolkata'::text,
  status_reason text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  contact_person text,
  contact_email text collate "C",
  contact_phone text,
  gstin text collate "C",
  industry text,
  size text,
  address_line1 text,
  address_line2 text,
  city text,
  state text,
  state_code text collate "C",
  pincode text collate "C",
  country text collate "C" not null default 'IN'::text,
  created_by uuid,
  archived_at timestamp with time zone,
  name_key text collate "C" not null generated always as (lower((name COLLATE "C"))) stored,
  slug_shape text collate "C" not null generated always as (translate(replace(replace(slug, 'rn'::text, 'm'::text), 'vv'::text, 'w'::text), '10'::text, 'lo'::text)) stored,
  cell_id uuid not null default '019e0000-0000-7000-8000-000000000001'::uuid,
  constraint tenants_pkey PRIMARY KEY (id),
  constraint tenants_slug_key UNIQUE (slug),
  constraint tenants_slug_shape_key UNIQUE (slug_shape),
  constraint tenants_placement_check CHECK ((placement = ANY (ARRAY['pool'::text, 'silo'::text]))),
  constraint tenants_status_check CHECK ((status = ANY (ARRAY['provisioning'::text, 'active'::text, 'suspended'::text, 'archived'::text])))
);
comment on table tenants is 'class: control, watched';
CREATE INDEX tenants_cell_id_idx ON tenants USING btree (cell_id);
CREATE INDEX tenants_created_at_idx ON tenants USING btree (created_at, id);
CREATE INDEX tenants_created_by_idx ON tenants USING btree (created_by, created_at);
CREATE INDEX tenants_name_idx ON tenants USING btree (name_key, id);
CREATE INDEX tenants_organization_type_idx ON tenants USING btree (organization_type, name_key, id);
CREATE INDEX tenants_plan_idx ON tenants USING btree (plan, name_key, id);
CREATE INDEX tenants_status_idx ON tenants USING btree (status, name_key, id);
alter table tenants enable row level security;
alter table tenants force row level security;
create policy control_plane on tenants using (((id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (address_line1, address_line2, archived_at, cell_id, city, contact_email, contact_person, contact_phone, country, created_at, created_by, gstin, industry, name, organization_type, pincode, placement, plan, size, slug, state, state_code, status, status_reason, time_zone, updated_at, version) on tenants to tenantry_control;
grant select on tenants to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON tenants FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table tenants enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON tenants FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table tenants enable always trigger sql_truncate;

create table usage_counters (
  tenant_id uuid not null,
  name text collate "C" not null,
  period text collate "C" not null,
  used bigint not null,
  warned integer not null default 0,
  constraint usage_counters_pkey PRIMARY KEY (tenant_id, name, period),
  constraint usage_counters_used_check CHECK ((used >= 0))
);
comment on table usage_counters is 'class: tenant';
alter table usage_counters enable row level security;
alter table usage_counters force row level security;
create policy tenant_isolation on usage_counters using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (name, period, used, warned) on usage_counters to tenantry_app;
grant select on usage_counters to tenantry_ops;
grant select on usage_counters to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON usage_counters FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table usage_counters enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON usage_counters FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table usage_counters enable always trigger sql_truncate;

create table users (
  id uuid not null,
  email text not null,
  email_key text collate "C" not null,
  name text not null,
  password_hash text,
  is_operator boolean not null default false,
  email_verified_at timestamp with time zone,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  language text collate "C",
  constraint users_pkey PRIMARY KEY (id),
  constraint users_email_key UNIQUE (email_key),
  constraint users_language_check CHECK ((language = ANY (ARRAY['en'::text, 'hi'::text])))
);
comment on table users is 'class: control, watched';
CREATE INDEX users_created_at_idx ON users USING btree (created_at, id);
alter table users enable row level security;
alter table users force row level security;
create policy control_plane on users using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (created_at, disabled_at, email, email_key, email_verified_at, is_operator, language, name, password_hash, updated_at, version) on users to tenantry_control;
grant select on users to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON users FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table users enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON users FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table users enable always trigger sql_truncate;

create table view_defaults (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  list text collate "C" not null,
  view_id uuid not null,
  created_at timestamp with time zone not null default now(),
  constraint view_defaults_pkey PRIMARY KEY (tenant_id, id),
  constraint view_defaults_user_key UNIQUE (tenant_id, user_id, list)
);
comment on table view_defaults is 'class: tenant';
CREATE INDEX view_defaults_view_idx ON view_defaults USING btree (tenant_id, view_id);
alter table view_defaults enable row level security;
alter table view_defaults force row level security;
create policy tenant_isolation on view_defaults using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (created_at, list, user_id, view_id) on view_defaults to tenantry_app;
grant select on view_defaults to tenantry_ops;
grant select on view_defaults to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON view_defaults FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table view_defaults enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON view_defaults FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table view_defaults enable always trigger sql_truncate;

create table views (
  tenant_id uuid not null,
  id uuid not null,
  list text collate "C" not null,
  name text not null,
  q text not null default ''::text,
  filters jsonb not null default '{}'::jsonb,
  sort text not null default ''::text,
  columns jsonb,
  density text collate "C",
  is_shared boolean not null default false,
  created_by uuid not null,
  author text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  name_key text collate "C" not null generated always as (lower((name COLLATE "C"))) stored,
  constraint views_pkey PRIMARY KEY (tenant_id, id),
  constraint views_density_check CHECK ((density = ANY (ARRAY['compact'::text, 'regular'::text, 'touch'::text])))
);
comment on table views is 'class: tenant';
CREATE INDEX views_all_idx ON views USING btree (tenant_id, name_key, id);
CREATE INDEX views_created_at_idx ON views USING btree (tenant_id, created_at, id);
CREATE INDEX views_name_idx ON views USING btree (tenant_id, list, name_key, id);
CREATE UNIQUE INDEX views_own_name_key ON views USING btree (tenant_id, created_by, list, name_key) WHERE (NOT is_shared);
CREATE UNIQUE INDEX views_shared_name_key ON views USING btree (tenant_id, list, name_key) WHERE is_shared;
alter table views enable row level security;
alter table views force row level security;
create policy tenant_isolation on views using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (author, columns, created_at, created_by, density, filters, is_shared, list, name, q, sort, updated_at, version) on views to tenantry_app;
grant select on views to tenantry_ops;
grant select on views to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON views FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table views enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON views FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table views enable always trigger sql_truncate;

create table webhook_deliveries (
  tenant_id uuid not null,
  id uuid not null,
  webhook_id uuid not null,
  event_id uuid,
  type text collate "C" not null,
  body text not null,
  status text collate "C" not null default 'pending'::text,
  attempts integer not null default 0,
  next_attempt_at timestamp with time zone,
  status_code integer,
  duration_ms integer,
  answer text,
  error text,
  delivered_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  constraint webhook_deliveries_pkey PRIMARY KEY (tenant_id, id),
  constraint webhook_deliveries_event_key UNIQUE (tenant_id, webhook_id, event_id),
  constraint webhook_deliveries_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text])))
);
comment on table webhook_deliveries is 'class: tenant';
CREATE INDEX webhook_deliveries_created_at_idx ON webhook_deliveries USING btree (tenant_id, created_at, id);
CREATE INDEX webhook_deliveries_status_idx ON webhook_deliveries USING btree (tenant_id, status, created_at, id);
CREATE INDEX webhook_deliveries_webhook_idx ON webhook_deliveries USING btree (tenant_id, webhook_id, created_at, id);
alter table webhook_deliveries enable row level security;
alter table webhook_deliveries force row level security;
create policy tenant_isolation on webhook_deliveries using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (answer, attempts, body, created_at, delivered_at, duration_ms, error, event_id, next_attempt_at, status, status_code, type, updated_at, version, webhook_id) on webhook_deliveries to tenantry_app;
grant select on webhook_deliveries to tenantry_ops;
grant select on webhook_deliveries to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON webhook_deliveries FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table webhook_deliveries enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON webhook_deliveries FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table webhook_deliveries enable always trigger sql_truncate;

create table webhooks (
  tenant_id uuid not null,
  id uuid not null,
  url text not null,
  types text[] not null,
  description text,
  is_active boolean not null default true,
  disabled_reason text,
  failing_since timestamp with time zone,
  secret text not null,
  previous_secret text,
  previous_until timestamp with time zone,
  created_by text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  failures integer not null default 0,
  rests_until timestamp with time zone,
  constraint webhooks_pkey PRIMARY KEY (tenant_id, id)
);
comment on table webhooks is 'class: tenant';
CREATE INDEX webhooks_created_at_idx ON webhooks USING btree (tenant_id, created_at, id);
alter table webhooks enable row level security;
alter table webhooks force row level security;
create policy tenant_isolation on webhooks using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (created_at, created_by, description, disabled_reason, failing_since, failures, is_active, previous_secret, previous_until, rests_until, secret, types, updated_at, url, version) on webhooks to tenantry_app;
grant select on webhooks to tenantry_ops;
grant select on webhooks to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON webhooks FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table webhooks enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON webhooks FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table webhooks enable always trigger sql_truncate;

create view audit_trail with (security_invoker=true) as
 SELECT e.tenant_id,
    e.id,
    e.at,
    e.actor_kind,
    e.actor_id,
    e.actor,
    e.request_id,
    e.address,
    e.action,
    e.subject,
    e.subject_id,
    e.before,
    e.after,
    l.seq,
    encode(l.digest, 'hex'::text) AS digest,
    encode(l.hash, 'hex'::text) AS hash
   FROM (audit_entries e
     LEFT JOIN audit_links l ON (((l.tenant_id = e.tenant_id) AND (l.entry_id = e.id))));
grant select on audit_trail to tenantry_control;

create view control_audit_trail with (security_invoker=true) as
 SELECT e.id,
    e.at,
    e.actor_kind,
    e.actor_id,
    e.actor,
    e.request_id,
    e.address,
    e.action,
    e.subject,
    e.subject_id,
    e.before,
    e.after,
    l.seq,
    encode(l.digest, 'hex'::text) AS digest,
    encode(l.hash, 'hex'::text) AS hash
   FROM (control_audit_entries e
     LEFT JOIN control_audit_links l ON ((l.entry_id = e.id)));
grant select on control_audit_trail to tenantry_control;

alter table accounts add constraint accounts_branch_fkey FOREIGN KEY (tenant_id, branch_id) REFERENCES branches(tenant_id, id);
alter table alerts add constraint alerts_rule_fkey FOREIGN KEY (rule) REFERENCES alert_rules(rule);
alter table attachments add constraint attachments_file_fkey FOREIGN KEY (tenant_id, file_id) REFERENCES files(tenant_id, id);
alter table bank_lines add constraint bank_lines_account_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES accounts(tenant_id, id);
alter table bank_lines add constraint bank_lines_payment_fkey FOREIGN KEY (tenant_id, payment_id) REFERENCES payments(tenant_id, id);
alter table branding add constraint branding_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table control_counters add constraint control_counters_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table control_words add constraint control_words_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table document_lines add constraint document_lines_document_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES documents(tenant_id, id) ON DELETE CASCADE;
alter table document_lines add constraint document_lines_from_fkey FOREIGN KEY (tenant_id, from_id, from_line) REFERENCES document_lines(tenant_id, document_id, line);
alter table document_lines add constraint document_lines_price_list_fkey FOREIGN KEY (tenant_id, price_list_id) REFERENCES price_lists(tenant_id, id);
alter table document_lines add constraint document_lines_product_fkey FOREIGN KEY (tenant_id, product_id) REFERENCES products(tenant_id, id);
alter table document_links add constraint document_links_document_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES documents(tenant_id, id) ON DELETE CASCADE;
alter table document_links add constraint document_links_payment_fkey FOREIGN KEY (tenant_id, payment_id) REFERENCES payments(tenant_id, id) ON DELETE CASCADE;
alter table documents add constraint documents_branch_fkey FOREIGN KEY (tenant_id, branch_id) REFERENCES branches(tenant_id, id);
alter table documents add constraint documents_customer_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES parties(tenant_id, id);
alter table documents add constraint documents_original_fkey FOREIGN KEY (tenant_id, original_id) REFERENCES documents(tenant_id, id);
alter table documents add constraint documents_recurrence_fkey FOREIGN KEY (tenant_id, recurrence_id) REFERENCES recurrences(tenant_id, id);
alter table domains add constraint domains_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table entitlements add constraint entitlements_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table eway_bills add constraint eway_bills_document_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES documents(tenant_id, id);
alter table feature_overrides add constraint feature_overrides_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table gst_amendments add constraint gst_amendments_document_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES documents(tenant_id, id);
alter table import_changes add constraint import_changes_import_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES imports(tenant_id, id);
alter table job_steps add constraint job_steps_job_fkey FOREIGN KEY (tenant_id, job_id) REFERENCES jobs(tenant_id, id) ON DELETE CASCADE;
alter table journal_lines add constraint journal_lines_account_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES accounts(tenant_id, id);
alter table journal_lines add constraint journal_lines_journal_fkey FOREIGN KEY (tenant_id, journal_id) REFERENCES journals(tenant_id, id);
alter table journal_lines add constraint journal_lines_party_fkey FOREIGN KEY (tenant_id, party_id) REFERENCES parties(tenant_id, id);
alter table journals add constraint journals_reverses_fkey FOREIGN KEY (tenant_id, reverses) REFERENCES journals(tenant_id, id);
alter table known_addresses add constraint known_addresses_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
alter table live_tickets add constraint live_tickets_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE;
alter table logos add constraint logos_file_fkey FOREIGN KEY (tenant_id, file_id) REFERENCES files(tenant_id, id);
alter table mail_templates add constraint mail_templates_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table memberships add constraint memberships_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table memberships add constraint memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id);
alter table note_allocations add constraint note_allocations_document_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES documents(tenant_id, id);
alter table note_allocations add constraint note_allocations_note_fkey FOREIGN KEY (tenant_id, note_id) REFERENCES documents(tenant_id, id);
alter table one_time_tokens add constraint one_time_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id);
alter table parties add constraint parties_price_list_fkey FOREIGN KEY (tenant_id, price_list_id) REFERENCES price_lists(tenant_id, id);
alter table payment_allocations add constraint payment_allocations_document_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES documents(tenant_id, id);
alter table payment_allocations add constraint payment_allocations_payment_fkey FOREIGN KEY (tenant_id, payment_id) REFERENCES payments(tenant_id, id);
alter table payments add constraint payments_account_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES accounts(tenant_id, id);
alter table payments add constraint payments_branch_fkey FOREIGN KEY (tenant_id, branch_id) REFERENCES branches(tenant_id, id);
alter table payments add constraint payments_party_fkey FOREIGN KEY (tenant_id, party_id) REFERENCES parties(tenant_id, id);
alter table payments add constraint payments_refunds_fkey FOREIGN KEY (tenant_id, refunds) REFERENCES payments(tenant_id, id);
alter table price_list_entries add constraint price_list_entries_list_fkey FOREIGN KEY (tenant_id, price_list_id) REFERENCES price_lists(tenant_id, id) ON DELETE CASCADE;
alter table price_list_entries add constraint price_list_entries_product_fkey FOREIGN KEY (tenant_id, product_id) REFERENCES products(tenant_id, id);
alter table price_lists add constraint price_lists_customer_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES parties(tenant_id, id);
alter table printouts add constraint printouts_file_fkey FOREIGN KEY (tenant_id, file_id) REFERENCES files(tenant_id, id) ON DELETE CASCADE;
alter table provisioning_steps add constraint provisioning_steps_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table recurrences add constraint recurrences_invoice_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES documents(tenant_id, id);
alter table refresh_tokens add constraint refresh_tokens_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE;
alter table reminders add constraint reminders_document_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES documents(tenant_id, id);
alter table reminders add constraint reminders_party_fkey FOREIGN KEY (tenant_id, party_id) REFERENCES parties(tenant_id, id);
alter table request_leases add constraint request_leases_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table roles add constraint roles_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table series add constraint series_branch_fkey FOREIGN KEY (tenant_id, branch_id) REFERENCES branches(tenant_id, id);
alter table sessions add constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id);
alter table settings add constraint settings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table shipping_bills add constraint shipping_bills_amendment_fkey FOREIGN KEY (tenant_id, amendment_id) REFERENCES gst_amendments(tenant_id, id);
alter table shipping_bills add constraint shipping_bills_document_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES documents(tenant_id, id);
alter table subscriptions add constraint subscriptions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table tenant_run_items add constraint tenant_run_items_run_id_fkey FOREIGN KEY (run_id) REFERENCES tenant_runs(id) ON DELETE CASCADE;
alter table tenant_run_items add constraint tenant_run_items_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table tenants add constraint tenants_cell_id_fkey FOREIGN KEY (cell_id) REFERENCES cells(id);
alter table view_defaults add constraint view_defaults_view_fkey FOREIGN KEY (tenant_id, view_id) REFERENCES views(tenant_id, id);
alter table webhook_deliveries add constraint webhook_deliveries_webhook_fkey FOREIGN KEY (tenant_id, webhook_id) REFERENCES webhooks(tenant_id, id) ON DELETE CASCADE;
