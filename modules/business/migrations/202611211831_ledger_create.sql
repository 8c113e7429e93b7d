-- The books: accounts, and vouchers of two sides that are equal. Vouchers are never changed, only reversed.
create table accounts (
  tenant_id uuid not null,
  id uuid not null,
  code text collate "C" not null,
  name text not null,
  type text collate "C" not null
    constraint accounts_type_check check (type in ('asset', 'liability', 'equity', 'income', 'expense')),
  -- What the product posts to it, such as `receivable`; null for accounts that people post to themselves.
  role text collate "C",
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name_key text collate "C" not null generated always as (lower(name collate "C")) stored,
  code_key text collate "C" not null generated always as (lower(code)) stored,
  primary key (tenant_id, id),
  constraint accounts_code_key unique (tenant_id, code_key),
  constraint accounts_role_key unique (tenant_id, role)
);
create index accounts_name_idx on accounts (tenant_id, name_key, id);
create index accounts_type_idx on accounts (tenant_id, type, code_key, id);
create index accounts_is_active_idx on accounts (tenant_id, is_active, code_key, id);
create index accounts_created_at_idx on accounts (tenant_id, created_at, id);
select protect_tenant_table('accounts');

create table journals (
  tenant_id uuid not null,
  id uuid not null,
  date date not null,
  kind text collate "C" not null constraint journals_kind_check check (kind in ('sale', 'reversal')),
  -- The record that it tells of, by noun and id.
  source text collate "C" not null,
  source_id uuid not null,
  narration text not null,
  reverses uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  -- A voucher is reversed once.
  constraint journals_reverses_key unique (tenant_id, reverses),
  constraint journals_reverses_fkey foreign key (tenant_id, reverses) references journals (tenant_id, id)
);
create index journals_date_idx on journals (tenant_id, date, id);
create index journals_source_idx on journals (tenant_id, source, source_id);
select protect_tenant_table('journals', true);

create table journal_lines (
  tenant_id uuid not null,
  journal_id uuid not null,
  line integer not null,
  account_id uuid not null,
  party_id uuid,
  date date not null,
  debit paise not null default 0,
  credit paise not null default 0,
  primary key (tenant_id, journal_id, line),
  constraint journal_lines_sides_check check (debit >= 0 and credit >= 0 and (debit = 0) <> (credit = 0)),
  constraint journal_lines_journal_fkey foreign key (tenant_id, journal_id) references journals (tenant_id, id),
  constraint journal_lines_account_fkey foreign key (tenant_id, account_id) references accounts (tenant_id, id),
  constraint journal_lines_party_fkey foreign key (tenant_id, party_id) references parties (tenant_id, id)
);
create index journal_lines_account_idx on journal_lines (tenant_id, account_id, date, journal_id);
create index journal_lines_party_idx on journal_lines (tenant_id, party_id, date, journal_id);
select protect_tenant_table('journal_lines', true);

-- A voucher has two sides, and they are equal, when its transaction commits; whoever touches its lines later meets the same.
create function balance_journal() returns trigger language plpgsql set search_path = pg_catalog, public as $$
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
end $$;
create constraint trigger balance after insert on journals deferrable initially deferred
  for each row execute function balance_journal();
create constraint trigger balance after insert or update or delete on journal_lines deferrable initially deferred
  for each row execute function balance_journal();
revoke execute on function balance_journal() from public;
comment on function balance_journal() is 'guard: the sides of a voucher are equal';
