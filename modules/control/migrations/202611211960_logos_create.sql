-- The logo of an organisation: one picture, which everybody may see; its content lies with the other files.
create table logos (
  tenant_id uuid not null,
  id uuid not null,
  file_id uuid not null,
  media_type text collate "C" not null
    constraint logos_media_type_check check (media_type in ('image/png', 'image/jpeg', 'image/webp', 'image/svg+xml')),
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint logos_one_key unique (tenant_id),
  constraint logos_file_fkey foreign key (tenant_id, file_id) references files (tenant_id, id)
);
create index logos_file_idx on logos (tenant_id, file_id);
select protect_tenant_table('logos');
