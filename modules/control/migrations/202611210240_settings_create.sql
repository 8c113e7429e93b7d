-- Settings of an organisation that differ from the defaults; secret ones are sealed and stand in no column in plain.

create table settings (
  tenant_id uuid not null references tenants (id),
  key text collate "C" not null,
  value jsonb,
  sealed bytea,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, key),
  constraint settings_one_form_check check ((value is null) <> (sealed is null))
);
select protect_control_table('settings');

-- A switch that the platform has set is not the organisation's to turn.
alter table feature_overrides
  add column set_by text not null default 'platform'
    constraint feature_overrides_set_by_check check (set_by in ('platform', 'tenant'));
select grant_rows('feature_overrides', 'tenantry_control', false);
