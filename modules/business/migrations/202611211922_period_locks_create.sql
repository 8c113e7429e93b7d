-- Up to which day the books are closed: the latest row holds. And vouchers that people write themselves, which have numbers.
-- The books are new: there are few, and nobody waits for them.
-- squawk-ignore-file require-concurrent-index-creation, adding-field-with-default, adding-not-nullable-field
create table period_locks (
  tenant_id uuid not null,
  id uuid not null,
  -- Nothing is posted on this day or before; null for open books.
  locked_until date,
  reason text not null,
  changed_by text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index period_locks_created_at_idx on period_locks (tenant_id, created_at, id);
select protect_tenant_table('period_locks', true);

alter table journals
  add column number text collate "C",
  add column number_key text collate "C" not null generated always as (lower(coalesce(number, ''))) stored;
create unique index journals_number_key on journals (tenant_id, number_key) where number is not null;
create index journals_kind_idx on journals (tenant_id, kind, date, id);
create index journals_created_at_idx on journals (tenant_id, created_at, id);
select grant_rows('journals', 'tenantry_app', true);

-- Whoever posts waits for who closes, and sees what he closed.
create function keep_period() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  waited text := pg_advisory_xact_lock_shared(hashtextextended('period_locks ' || new.tenant_id::text, 0))::text;
  closed date;
begin
  select l.locked_until into closed from period_locks l where l.tenant_id = new.tenant_id order by l.id desc limit 1;
  if new.date <= closed then
    raise exception 'the books are closed up to %', closed using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger open_period before insert on journals for each row execute function keep_period();
revoke execute on function keep_period() from public;
comment on function keep_period() is 'guard: nothing is posted in a period that is closed';
