-- Reminders of what is open: the days on which they go, whom they are not sent to, and each one that went.
-- Parties are few beside what hangs on them, and the column has a default that is the same for all.
-- squawk-ignore-file adding-field-with-default, adding-not-nullable-field
create table reminder_rules (
  tenant_id uuid not null,
  id uuid not null,
  -- From the day that an invoice is due; before it with a minus.
  days integer not null constraint reminder_rules_days_check check (days between -60 and 365),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint reminder_rules_days_key unique (tenant_id, days)
);
select protect_tenant_table('reminder_rules');

create table reminders (
  tenant_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  document_id uuid not null,
  -- The days of the rule; null for one that somebody sent.
  step integer,
  channel text collate "C" not null constraint reminders_channel_check check (channel in ('mail', 'whatsapp')),
  sent_to text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint reminders_party_fkey foreign key (tenant_id, party_id) references parties (tenant_id, id),
  constraint reminders_document_fkey foreign key (tenant_id, document_id) references documents (tenant_id, id)
);
-- Of one invoice each step goes once, whoever sends at the same time.
create unique index reminders_step_key on reminders (tenant_id, document_id, step) where step is not null;
create index reminders_document_idx on reminders (tenant_id, document_id, created_at, id);
create index reminders_party_idx on reminders (tenant_id, party_id, created_at, id);
create index reminders_created_at_idx on reminders (tenant_id, created_at, id);
select protect_tenant_table('reminders', true);

alter table parties add column is_reminded boolean not null default true;
select grant_rows('parties', 'tenantry_app', false);
