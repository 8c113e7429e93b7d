-- How each registration files: monthly or by the quarter, and by which turnover codes are judged; each row from its day on.
-- Payments are new: there are few, and nobody waits for them.
-- squawk-ignore-file require-concurrent-index-creation
create table gst_registrations (
  tenant_id uuid not null,
  id uuid not null,
  gstin text collate "C" not null constraint gst_registrations_gstin_check check (gstin ~ '^[0-9A-Z]{15}$'),
  valid_from date not null,
  frequency text collate "C" not null constraint gst_registrations_frequency_check check (frequency in ('monthly', 'quarterly')),
  turnover text collate "C" not null
    constraint gst_registrations_turnover_check check (turnover in ('up_to_5_crore', 'above_5_crore')),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint gst_registrations_valid_from_key unique (tenant_id, gstin, valid_from),
  -- Quarters are for the small (rule 61A).
  constraint gst_registrations_quarterly_check check (frequency = 'monthly' or turnover = 'up_to_5_crore')
);
select protect_tenant_table('gst_registrations');

-- Whose return a taxed advance stands in; vouchers from before are of the organisation's own registration.
alter table payments add column supplier_gstin text collate "C";
select grant_rows('payments', 'tenantry_app', false);
