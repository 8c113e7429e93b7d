-- Links by which somebody without an account sees one document. The token is nowhere: its hash finds the link.
create table document_links (
  tenant_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  token_hash text collate "C" not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  -- Whom it was mailed to; null for one that was only made.
  sent_to text,
  views integer not null default 0,
  viewed_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint document_links_token_key unique (tenant_id, token_hash),
  constraint document_links_document_fkey foreign key (tenant_id, document_id) references documents (tenant_id, id) on delete cascade
);
create index document_links_document_idx on document_links (tenant_id, document_id, created_at, id);
select protect_tenant_table('document_links');
