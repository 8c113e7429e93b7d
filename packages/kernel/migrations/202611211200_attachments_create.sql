-- Files that hang on records: which file on which record, as what, by whom.
create table attachments (
  tenant_id uuid not null,
  id uuid not null,
  -- The noun of the record, and its id.
  subject text collate "C" not null,
  subject_id uuid not null,
  file_id uuid not null,
  kind text collate "C",
  caption text,
  -- The file came to be by being uploaded to a record, and goes with its last attachment.
  uploaded boolean not null default false,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint attachments_file_fkey foreign key (tenant_id, file_id) references files (tenant_id, id),
  constraint attachments_once_key unique (tenant_id, subject, subject_id, file_id)
);
create index attachments_subject_idx on attachments (tenant_id, subject, subject_id, created_at, id);
create index attachments_file_idx on attachments (tenant_id, file_id, subject);
select protect_tenant_table('attachments');
