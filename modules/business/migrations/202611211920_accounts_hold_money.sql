-- Accounts of money: where it lies, and how others pay into it.
-- The books are new: there are few, and nobody waits for them.
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion, constraint-missing-not-valid, ban-drop-column
alter table accounts
  -- What an account of money is; null for the others.
  add column class text collate "C" constraint accounts_class_check check (class in ('cash', 'bank')),
  add column bank_name text,
  add column account_number text collate "C",
  add column ifsc text collate "C",
  add column upi_id text collate "C",
  add constraint accounts_class_type_check check (class is null or type in ('asset', 'liability'));
update accounts set class = role where role in ('cash', 'bank');
create index accounts_class_idx on accounts (tenant_id, class, code_key, id);
create index accounts_code_idx on accounts (tenant_id, code_key, id);
create index accounts_updated_at_idx on accounts (tenant_id, updated_at, id);
select grant_rows('accounts', 'tenantry_app', false);

-- Sums of an account read the index alone.
drop index journal_lines_account_idx;
create index journal_lines_account_idx on journal_lines (tenant_id, account_id, date, journal_id) include (debit, credit);
drop index journal_lines_party_idx;
create index journal_lines_party_idx on journal_lines (tenant_id, party_id, account_id, date, journal_id) include (debit, credit);
