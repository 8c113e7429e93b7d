-- Lines of bank statements, each of them once, and the payment that each one is.
create table bank_lines (
  tenant_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  date date not null,
  description text not null,
  reference text,
  -- Into the account, or with a minus out of it.
  amount paise not null constraint bank_lines_amount_check check (amount <> 0),
  -- What the bank says was there after it.
  balance paise,
  -- Tells the line from all others of its account, so that a statement may be taken in again.
  fingerprint text collate "C" not null,
  status text collate "C" not null default 'open' constraint bank_lines_status_check check (status in ('open', 'matched', 'ignored')),
  payment_id uuid,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint bank_lines_account_fkey foreign key (tenant_id, account_id) references accounts (tenant_id, id),
  constraint bank_lines_payment_fkey foreign key (tenant_id, payment_id) references payments (tenant_id, id),
  constraint bank_lines_fingerprint_key unique (tenant_id, account_id, fingerprint),
  -- A payment is one line alone.
  constraint bank_lines_payment_key unique (tenant_id, payment_id),
  constraint bank_lines_matched_check check ((status = 'matched') = (payment_id is not null))
);
create index bank_lines_date_idx on bank_lines (tenant_id, date, id);
create index bank_lines_account_idx on bank_lines (tenant_id, account_id, date, id);
create index bank_lines_status_idx on bank_lines (tenant_id, status, date, id);
create index bank_lines_amount_idx on bank_lines (tenant_id, amount, id);
create index bank_lines_created_at_idx on bank_lines (tenant_id, created_at, id);
select protect_tenant_table('bank_lines');
