-- What happened for one person: somebody named him, work he asked for is done, something he looks after needs him.
create table notifications (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  kind text collate "C" not null constraint notifications_kind_check
    check (kind in ('mention', 'job_done', 'job_failed', 'limit_near', 'limit_full', 'alert')),
  -- The noun of what it is about, and its id; null where there is no record.
  subject text collate "C" not null,
  subject_id text collate "C",
  -- Which job, which limit, which rule.
  detail text collate "C",
  -- What whoever caused it was called.
  by_name text,
  -- The same happening tells one person once.
  key text collate "C" not null,
  read_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint notifications_once_key unique (tenant_id, user_id, key)
);
create index notifications_user_idx on notifications (tenant_id, user_id, created_at, id);
create index notifications_unread_idx on notifications (tenant_id, user_id) where read_at is null;
select protect_tenant_table('notifications');
