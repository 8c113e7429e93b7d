-- Webhooks of organisations: where their programs want to hear of what happens, and the log of what was sent.

create table webhooks (
  tenant_id uuid not null,
  id uuid not null,
  url text not null,
  -- `products.update`, `products.*` or `*`
  types text[] not null,
  description text,
  is_active boolean not null default true,
  -- Why the platform switched it off; null when it did not.
  disabled_reason text,
  -- The first failure after the last success.
  failing_since timestamptz,
  -- Sealed; the old one signs beside the new one for a while.
  secret text not null,
  previous_secret text,
  previous_until timestamptz,
  -- Who is told when it is switched off.
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (tenant_id, id)
);
create index webhooks_created_at_idx on webhooks (tenant_id, created_at, id);
select protect_tenant_table('webhooks');

create table webhook_deliveries (
  tenant_id uuid not null,
  id uuid not null,
  webhook_id uuid not null,
  -- What happened; a test ping has none.
  event_id uuid,
  type text collate "C" not null,
  -- What is sent, byte for byte the same at each attempt.
  body text not null,
  status text collate "C" not null default 'pending'
    constraint webhook_deliveries_status_check check (status in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  -- The last attempt.
  status_code integer,
  duration_ms integer,
  answer text,
  error text,
  delivered_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (tenant_id, id),
  constraint webhook_deliveries_webhook_fkey foreign key (tenant_id, webhook_id) references webhooks (tenant_id, id) on delete cascade,
  -- An event reaches a webhook once, however often it is heard of.
  constraint webhook_deliveries_event_key unique (tenant_id, webhook_id, event_id)
);
create index webhook_deliveries_created_at_idx on webhook_deliveries (tenant_id, created_at, id);
create index webhook_deliveries_webhook_idx on webhook_deliveries (tenant_id, webhook_id, created_at, id);
create index webhook_deliveries_status_idx on webhook_deliveries (tenant_id, status, created_at, id);
select protect_tenant_table('webhook_deliveries');
