-- People, what ties them to tenants, their sessions and one-time tokens. People are global; memberships tie them to tenants.

create table users (
  id uuid primary key,
  email text not null,
  email_key text collate "C" not null constraint users_email_key unique,
  name text not null,
  password_hash text,
  is_operator boolean not null default false,
  email_verified_at timestamptz,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1
);
create index users_created_at_idx on users (created_at, id);
select protect_control_table('users');

create table memberships (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  user_id uuid not null references users (id),
  -- How the tenant sees the person; the account itself is out of its sight.
  email text collate "C" not null,
  name text not null,
  name_key text collate "C" not null generated always as (lower(name)) stored,
  role text collate "C" not null,
  status text not null default 'active' constraint memberships_status_check check (status in ('active', 'invited', 'disabled')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (tenant_id, id),
  constraint memberships_user_key unique (tenant_id, user_id)
);
create index memberships_name_idx on memberships (tenant_id, name_key, id);
create index memberships_role_idx on memberships (tenant_id, role, id);
create index memberships_user_idx on memberships (user_id, created_at);
select protect_control_table('memberships');

create table roles (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  name text collate "C" not null,
  title text not null,
  permissions text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (tenant_id, id),
  constraint roles_name_key unique (tenant_id, name)
);
select protect_control_table('roles');

create table sessions (
  id uuid primary key,
  user_id uuid not null references users (id),
  address text,
  user_agent text,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index sessions_user_idx on sessions (user_id, created_at);
create index sessions_expires_at_idx on sessions (expires_at);
select protect_control_table('sessions');

-- Only hashes are kept. A token that comes a second time ends its session: somebody has a copy.
create table refresh_tokens (
  hash bytea primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  for_tenant_id uuid,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index refresh_tokens_session_idx on refresh_tokens (session_id);
select protect_control_table('refresh_tokens');

create table one_time_tokens (
  hash bytea primary key,
  user_id uuid not null references users (id),
  purpose text not null constraint one_time_tokens_purpose_check check (purpose in ('verify_email', 'reset_password', 'invitation')),
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
);
create index one_time_tokens_user_idx on one_time_tokens (user_id, purpose);
create index one_time_tokens_expires_at_idx on one_time_tokens (expires_at);
select protect_control_table('one_time_tokens');

-- Failed sign-ins in windows of time, by account and address, by address, and by account for addresses that are strange to it.
create table sign_in_failures (
  bucket text collate "C" not null,
  window_start timestamptz not null,
  failures integer not null,
  primary key (bucket, window_start)
);
create index sign_in_failures_start_idx on sign_in_failures (window_start);
select protect_control_table('sign_in_failures');

-- Addresses from which an account has signed in before; they keep a budget that strangers cannot use up.
create table known_addresses (
  user_id uuid not null references users (id) on delete cascade,
  address text collate "C" not null,
  seen_at timestamptz not null default now(),
  primary key (user_id, address)
);
create index known_addresses_seen_at_idx on known_addresses (seen_at);
select protect_control_table('known_addresses');

create table mail_outbox (
  id uuid primary key,
  for_tenant_id uuid,
  recipient text collate "C" not null,
  subject text not null,
  -- Empty once the mail has left: it may hold a link that signs somebody in.
  body text not null,
  status text collate "C" not null default 'waiting' constraint mail_outbox_status_check check (status in ('waiting', 'kept', 'sent', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  failure text,
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
create index mail_outbox_due_idx on mail_outbox (next_attempt_at) where status = 'waiting';
create index mail_outbox_created_idx on mail_outbox (created_at, id);
create index mail_outbox_status_idx on mail_outbox (status, created_at, id);
create index mail_outbox_recipient_idx on mail_outbox (recipient, created_at, id);
select protect_control_table('mail_outbox');
