-- The branch that an account of money belongs to: what comes there and settles no invoice is received at it.
-- Accounts are few, and nobody waits for them.
-- squawk-ignore-file constraint-missing-not-valid, adding-foreign-key-constraint, require-concurrent-index-creation, require-timeout-settings
alter table accounts
  add column branch_id uuid,
  add constraint accounts_branch_fkey foreign key (tenant_id, branch_id) references branches (tenant_id, id);
create index accounts_branch_idx on accounts (tenant_id, branch_id);
select grant_rows('accounts', 'tenantry_app', false);
