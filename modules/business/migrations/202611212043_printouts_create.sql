-- Many documents printed at once: asked for by somebody, made by a job, fetched by him, and gone after some days.
create table printouts (
  tenant_id uuid not null,
  id uuid not null,
  noun text collate "C" not null,
  form text collate "C" not null constraint printouts_form_check check (form in ('pdf', 'zip')),
  document_count integer not null,
  job_id uuid,
  -- Null until it is made.
  file_id uuid,
  created_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  constraint printouts_file_fkey foreign key (tenant_id, file_id) references files (tenant_id, id) on delete cascade
);
create index printouts_expires_at_idx on printouts (tenant_id, expires_at, id);
create index printouts_file_idx on printouts (tenant_id, file_id) where file_id is not null;
select protect_tenant_table('printouts');
