-- E-way bills as the portal gave them: for which document, since when, until when, and with which vehicles.
create table eway_bills (
  tenant_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  document_number text collate "C" not null,
  -- Twelve digits from the portal.
  number text collate "C" not null constraint eway_bills_number_check check (number ~ '^[0-9]{12}$'),
  made_at timestamptz not null,
  distance_km integer not null constraint eway_bills_distance_check check (distance_km between 0 and 3999),
  vehicle_type text collate "C" not null
    constraint eway_bills_vehicle_type_check check (vehicle_type in ('regular', 'over_dimensional')),
  transporter_gstin text collate "C",
  -- Part B, the latest last; empty while the transporter has not given it.
  vehicles jsonb not null default '[]',
  -- The clock starts with the first vehicle.
  valid_until timestamptz,
  extended integer not null default 0,
  status text collate "C" not null default 'part_a'
    constraint eway_bills_status_check check (status in ('part_a', 'active', 'cancelled')),
  cancelled_at timestamptz,
  cancel_reason text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint eway_bills_document_fkey foreign key (tenant_id, document_id) references documents (tenant_id, id),
  constraint eway_bills_valid_check check ((status = 'active') <= (valid_until is not null)),
  constraint eway_bills_cancelled_check check ((status = 'cancelled') = (cancelled_at is not null))
);
create unique index eway_bills_number_key on eway_bills (tenant_id, number);
-- One bill moves the goods of a document.
create unique index eway_bills_document_key on eway_bills (tenant_id, document_id) where status <> 'cancelled';
create index eway_bills_made_at_idx on eway_bills (tenant_id, made_at, id);
create index eway_bills_status_idx on eway_bills (tenant_id, status, made_at, id);
create index eway_bills_document_idx on eway_bills (tenant_id, document_id);
create index eway_bills_created_at_idx on eway_bills (tenant_id, created_at, id);
select protect_tenant_table('eway_bills');

-- Limits that an organisation knows better than the product, by state and date.
create table eway_limits (
  tenant_id uuid not null,
  id uuid not null,
  state text collate "C" not null constraint eway_limits_state_check check (state ~ '^\d\d$'),
  valid_from date not null,
  -- In paise; null where the state wants none.
  limit_value paise,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint eway_limits_state_key unique (tenant_id, state, valid_from)
);
select protect_tenant_table('eway_limits');
