-- Money that comes in, and goes back: numbered without a gap, posted, frozen; what it settles stands beside it, dated.
create table payments (
  tenant_id uuid not null,
  id uuid not null,
  direction text collate "C" not null constraint payments_direction_check check (direction in ('in', 'out')),
  -- A receipt; a receipt voucher (rule 50) when tax is due on an advance; money back, with a refund voucher (rule 51) in that case.
  voucher text collate "C" not null
    constraint payments_voucher_check check (voucher in ('receipt', 'receipt_voucher', 'refund', 'refund_voucher')),
  number text collate "C" not null constraint payments_number_check check (length(number) between 1 and 16),
  status text collate "C" not null default 'posted' constraint payments_status_check check (status in ('posted', 'cancelled', 'bounced')),
  date date not null,
  party_id uuid not null,
  -- The customer's name on that day.
  party_name text not null,
  mode text collate "C" not null constraint payments_mode_check check (mode in ('cash', 'bank_transfer', 'cheque', 'upi', 'card', 'other')),
  -- Where the money lies; a cheque in hand lies with the cheques until it is deposited.
  account_id uuid not null,
  reference text,
  cheque_date date,
  cheque_bank text,
  cheque_status text collate "C" constraint payments_cheque_status_check check (cheque_status in ('in_hand', 'deposited', 'cleared', 'bounced')),
  deposited_on date,
  cleared_on date,
  amount paise not null constraint payments_amount_check check (amount >= 0),
  -- Kept back by the customer for the income tax, and forgone by us; both settle as money does.
  tds_amount paise not null default 0 constraint payments_tds_check check (tds_amount >= 0),
  write_off paise not null default 0 constraint payments_write_off_check check (write_off >= 0),
  allocated paise not null default 0,
  refunded paise not null default 0,
  -- The payment that this one gives back.
  refunds uuid,
  -- What an advance is for, and the tax on it: goods bear none before they are invoiced (notification 66/2017).
  advance_nature text collate "C" constraint payments_advance_nature_check check (advance_nature in ('goods', 'service')),
  advance paise not null default 0,
  tax_rate numeric(6, 3),
  place_of_supply text collate "C",
  head text collate "C" constraint payments_head_check check (head in ('intra', 'inter')),
  taxable_value paise not null default 0,
  cgst paise not null default 0,
  sgst paise not null default 0,
  igst paise not null default 0,
  -- Of the taxed advance: what was invoiced or given back since.
  adjusted paise not null default 0,
  notes text,
  cancelled_on date,
  cancel_reason text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  settles paise not null generated always as (amount::bigint + tds_amount::bigint + write_off::bigint) stored,
  unallocated paise not null generated always as (
    case when status = 'posted' and direction = 'in'
      then amount::bigint + tds_amount::bigint + write_off::bigint - allocated::bigint - refunded::bigint else 0 end) stored,
  number_key text collate "C" not null generated always as (lower(number)) stored,
  party_key text collate "C" not null generated always as (lower(party_name collate "C")) stored,
  primary key (tenant_id, id),
  constraint payments_party_fkey foreign key (tenant_id, party_id) references parties (tenant_id, id),
  constraint payments_account_fkey foreign key (tenant_id, account_id) references accounts (tenant_id, id),
  constraint payments_refunds_fkey foreign key (tenant_id, refunds) references payments (tenant_id, id),
  constraint payments_nothing_check check (amount::bigint + tds_amount::bigint + write_off::bigint > 0),
  -- Never more is settled and given back than came; what was forgone is never an advance.
  constraint payments_allocated_check check (
    allocated >= 0 and refunded >= 0
    and allocated::bigint + refunded::bigint <= amount::bigint + tds_amount::bigint + write_off::bigint),
  constraint payments_write_off_is_settled_check check (status <> 'posted' or allocated >= write_off),
  constraint payments_adjusted_check check (adjusted between 0 and advance),
  constraint payments_undone_check check (status = 'posted' or (allocated = 0 and refunded = 0)),
  constraint payments_cheque_check check ((mode = 'cheque') = (cheque_status is not null) or direction = 'out')
);
create unique index payments_number_key on payments (tenant_id, number_key);
create index payments_number_idx on payments (tenant_id, number_key, id);
create index payments_date_idx on payments (tenant_id, date, id);
create index payments_party_name_idx on payments (tenant_id, party_key, id);
create index payments_party_idx on payments (tenant_id, party_id, date, id);
create index payments_account_idx on payments (tenant_id, account_id, date, id);
create index payments_amount_idx on payments (tenant_id, amount, id);
create index payments_unallocated_idx on payments (tenant_id, unallocated, id);
create index payments_status_idx on payments (tenant_id, status, date, id);
create index payments_mode_idx on payments (tenant_id, mode, date, id);
create index payments_cheque_idx on payments (tenant_id, cheque_status, date, id);
create index payments_direction_idx on payments (tenant_id, direction, date, id);
create index payments_voucher_idx on payments (tenant_id, voucher, date, id);
create index payments_created_at_idx on payments (tenant_id, created_at, id);
create index payments_updated_at_idx on payments (tenant_id, updated_at, id);
create index payments_refunds_idx on payments (tenant_id, refunds) where refunds is not null;
select protect_tenant_table('payments');

-- What a payment settles of a document; taken back by a row with a minus, so that each past day can be told.
create table payment_allocations (
  tenant_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  document_id uuid not null,
  date date not null,
  amount paise not null constraint payment_allocations_amount_check check (amount <> 0),
  -- Of the advance that was taxed, what this settles, and the tax that was paid at receipt and is not paid again.
  adjusted paise not null default 0,
  taxable_value paise not null default 0,
  cgst paise not null default 0,
  sgst paise not null default 0,
  igst paise not null default 0,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint payment_allocations_payment_fkey foreign key (tenant_id, payment_id) references payments (tenant_id, id),
  constraint payment_allocations_document_fkey foreign key (tenant_id, document_id) references documents (tenant_id, id)
);
create index payment_allocations_payment_idx on payment_allocations (tenant_id, payment_id, date, id) include (amount);
create index payment_allocations_document_idx on payment_allocations (tenant_id, document_id, date, id) include (amount);
create index payment_allocations_date_idx on payment_allocations (tenant_id, date, id) include (document_id, amount);
select protect_tenant_table('payment_allocations', true);

create function freeze_payment() returns trigger language plpgsql set search_path = pg_catalog, public as $$
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
end $$;
create trigger frozen before update or delete on payments for each row execute function freeze_payment();
revoke execute on function freeze_payment() from public;
comment on function freeze_payment() is 'guard: what was received stays as it is';

create function freeze_allocation() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  raise exception 'what a payment settled is never changed; it is taken back by another row' using errcode = 'restrict_violation';
end $$;
create trigger frozen before update or delete on payment_allocations for each row execute function freeze_allocation();
revoke execute on function freeze_allocation() from public;
comment on function freeze_allocation() is 'guard: allocations are taken back, never changed';

-- When a transaction commits, a payment has settled what its rows say, and no document more than was counted as paid of it. Both counts
-- stand in rows that are locked while they change and are held below the sum by a check, so that no race gets past.
create function match_allocation() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  settled bigint;
  counted bigint;
begin
  select coalesce(sum(a.amount::bigint), 0) into settled from payment_allocations a where a.tenant_id = new.tenant_id and a.payment_id = new.payment_id;
  select p.allocated::bigint into counted from payments p where p.tenant_id = new.tenant_id and p.id = new.payment_id;
  if settled is distinct from counted then
    raise exception 'payment % settles % but counts %', new.payment_id, settled, counted using errcode = 'check_violation';
  end if;
  select coalesce(sum(a.amount::bigint), 0) into settled from payment_allocations a where a.tenant_id = new.tenant_id and a.document_id = new.document_id;
  select d.paid::bigint into counted from documents d where d.tenant_id = new.tenant_id and d.id = new.document_id;
  if settled < 0 or settled > counted then
    raise exception 'document % is settled by % but counts %', new.document_id, settled, counted using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger matched after insert on payment_allocations deferrable initially deferred
  for each row execute function match_allocation();
revoke execute on function match_allocation() from public;
comment on function match_allocation() is 'guard: what is settled is what is counted';
