-- The branch that took money or gave it back, and both sides as they were on that day: a voucher (rules 50, 51) says them as invoices do.
-- Payments from before have none of it: nobody wrote down what the records were, so they print as those are today.
-- Payments are new: there are few, and nobody waits for them.
-- squawk-ignore-file constraint-missing-not-valid, adding-foreign-key-constraint, require-concurrent-index-creation, require-timeout-settings
alter table payments
  add column branch_id uuid,
  add column seller jsonb,
  add column buyer jsonb,
  add constraint payments_branch_fkey foreign key (tenant_id, branch_id) references branches (tenant_id, id);
create index payments_branch_idx on payments (tenant_id, branch_id, date, id);
select grant_rows('payments', 'tenantry_app', false);

-- Registrations are distinct persons (CGST Act s.25(4)): the tax that one paid on an advance is never taken off an invoice of another.
create function keep_registration() returns trigger language plpgsql set search_path = pg_catalog, public as $$
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
end $$;
revoke execute on function keep_registration() from public;
comment on function keep_registration() is 'guard: the tax on an advance stays with its GSTIN';
create trigger registered_insert before insert on payment_allocations for each row
  when (new.adjusted::bigint > 0) execute function keep_registration();
