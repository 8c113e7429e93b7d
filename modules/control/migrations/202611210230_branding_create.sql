-- How an organisation looks: colours, logo, name.

create table branding (
  tenant_id uuid primary key references tenants (id),
  template text collate "C",
  primary_color text collate "C",
  secondary_color text collate "C",
  accent_color text collate "C",
  logo_url text,
  company_name text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
select protect_control_table('branding');
