-- Invoices that come again: what is copied, how often, and until when. Each occurrence is made once.
-- Documents are new: there are few, and nobody waits for them.
-- squawk-ignore-file constraint-missing-not-valid, adding-foreign-key-constraint, require-concurrent-index-creation
create table recurrences (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  invoice_id uuid not null,
  invoice_number text collate "C",
  unit text collate "C" not null constraint recurrences_unit_check check (unit in ('week', 'month', 'year')),
  every integer not null default 1 constraint recurrences_every_check check (every between 1 and 99),
  starts_on date not null,
  ends_on date,
  -- When the next one is made.
  next_on date not null,
  -- Whether they are issued at once; else they wait as drafts.
  issues boolean not null default false,
  made integer not null default 0,
  last_problem text,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name_key text collate "C" not null generated always as (lower(name collate "C")) stored,
  primary key (tenant_id, id),
  constraint recurrences_ends_on_check check (ends_on >= starts_on),
  constraint recurrences_invoice_fkey foreign key (tenant_id, invoice_id) references documents (tenant_id, id)
);
create index recurrences_name_idx on recurrences (tenant_id, name_key, id);
create index recurrences_is_active_idx on recurrences (tenant_id, is_active, name_key, id);
create index recurrences_next_on_idx on recurrences (tenant_id, next_on, id);
create index recurrences_invoice_idx on recurrences (tenant_id, invoice_id);
create index recurrences_created_at_idx on recurrences (tenant_id, created_at, id);
create index recurrences_updated_at_idx on recurrences (tenant_id, updated_at, id);
select protect_tenant_table('recurrences');

alter table documents
  add column recurrence_id uuid,
  add column occurrence_on date,
  add constraint documents_recurrence_fkey foreign key (tenant_id, recurrence_id) references recurrences (tenant_id, id),
  add constraint documents_occurrence_check check ((recurrence_id is null) = (occurrence_on is null));
create unique index documents_occurrence_key on documents (tenant_id, recurrence_id, occurrence_on) where recurrence_id is not null;
select grant_rows('documents', 'tenantry_app', false);
