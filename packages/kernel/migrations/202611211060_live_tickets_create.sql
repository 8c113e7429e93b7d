-- One-time tickets for live connections of pages that cannot send headers. Only the hash of one is kept.

create table live_tickets (
  hash bytea primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  for_tenant_id uuid,
  expires_at timestamptz not null
);
create index live_tickets_expires_at_idx on live_tickets (expires_at);
create index live_tickets_session_idx on live_tickets (session_id);
select protect_control_table('live_tickets');
