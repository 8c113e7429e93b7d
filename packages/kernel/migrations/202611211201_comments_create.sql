-- What people say about records.
create table comments (
  tenant_id uuid not null,
  id uuid not null,
  -- The noun of the record, and its id.
  subject text collate "C" not null,
  subject_id uuid not null,
  text text not null,
  -- Ids of the members who are named in it.
  mentions jsonb not null default '[]',
  created_by uuid,
  -- What the author was called when it was written.
  author text not null,
  edited_at timestamptz,
  -- What whoever edited it last was called.
  edited_by text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index comments_subject_idx on comments (tenant_id, subject, subject_id, created_at, id);
create index comments_author_idx on comments (tenant_id, subject, subject_id, created_by, created_at, id);
select protect_tenant_table('comments');
