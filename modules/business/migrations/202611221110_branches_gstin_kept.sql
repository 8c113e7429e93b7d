-- A branch keeps the GSTIN that something was issued with: what it issued would stand in the return of a registration that nobody finds any more.
create function keep_branch_gstin() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  if exists (select from documents d where d.tenant_id = old.tenant_id and d.branch_id = old.id
      and d.kind in ('invoice', 'credit_note', 'debit_note', 'challan') and d.status not in ('draft', 'cancelled')
      and d.seller ->> 'gstin' = old.gstin)
    or exists (select from payments p where p.tenant_id = old.tenant_id and p.branch_id = old.id and p.status = 'posted'
      and p.supplier_gstin = old.gstin) then
    raise exception 'branch % has issued with %', old.code, old.gstin using errcode = 'check_violation', constraint = 'branches_gstin_used';
  end if;
  return new;
end $$;
revoke execute on function keep_branch_gstin() from public;
comment on function keep_branch_gstin() is 'guard: what was issued with a GSTIN stays in its returns';
create trigger gstin_kept before update of gstin on branches for each row
  when (old.gstin is distinct from new.gstin and old.gstin is not null) execute function keep_branch_gstin();
