-- What the platform knows of an organisation beside what the kernel needs: who to reach, where it is, its tax number.
-- These tables are all but empty when this runs: its locks are short.
-- squawk-ignore-file require-concurrent-index-creation, adding-field-with-default, constraint-missing-not-valid, disallowed-unique-constraint

alter table tenants
  add column contact_person text,
  add column contact_email text collate "C",
  add column contact_phone text,
  add column gstin text collate "C",
  add column industry text,
  add column size text,
  add column address_line1 text,
  add column address_line2 text,
  add column city text,
  add column state text,
  add column state_code text collate "C",
  add column pincode text collate "C",
  add column country text collate "C" not null default 'IN',
  add column created_by uuid,
  add column archived_at timestamptz,
  -- Keys for order: leakproof types.
  add column name_key text collate "C" not null generated always as (lower(name collate "C")) stored,
  -- Slugs that the eye takes for one another are one: rn and m, vv and w, 1 and l, 0 and o.
  add column slug_shape text collate "C" not null
    generated always as (translate(replace(replace(slug, 'rn', 'm'), 'vv', 'w'), '10', 'lo')) stored,
  add constraint tenants_slug_shape_key unique (slug_shape);
create index tenants_name_idx on tenants (name_key, id);
create index tenants_created_at_idx on tenants (created_at, id);
create index tenants_status_idx on tenants (status, name_key, id);
create index tenants_plan_idx on tenants (plan, name_key, id);
create index tenants_organization_type_idx on tenants (organization_type, name_key, id);
create index tenants_created_by_idx on tenants (created_by, created_at);
select grant_rows('tenants', 'tenantry_control', false);

-- How far the setting-up of a tenant has come; a step that failed is done again from here.
create table provisioning_steps (
  tenant_id uuid not null references tenants (id),
  step text collate "C" not null,
  attempts integer not null default 1,
  done_at timestamptz,
  failure text,
  primary key (tenant_id, step)
);
select protect_control_table('provisioning_steps');

-- The words by which operators find tenants, and tenants their members; as search_words is for records.
create table control_words (
  tenant_id uuid not null references tenants (id),
  noun text collate "C" not null,
  word text collate "C" not null,
  record_id uuid not null,
  primary key (tenant_id, noun, word, record_id)
);
create index control_words_word_idx on control_words (noun, word, record_id);
select protect_control_table('control_words');
