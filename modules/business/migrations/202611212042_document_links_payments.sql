-- Receipts are shown by links as documents are: a link is to one or the other.
-- Links are new: there are few, and nobody waits for them.
-- squawk-ignore-file constraint-missing-not-valid, adding-foreign-key-constraint, require-concurrent-index-creation, ban-drop-not-null
alter table document_links
  alter column document_id drop not null,
  add column payment_id uuid,
  add constraint document_links_payment_fkey foreign key (tenant_id, payment_id) references payments (tenant_id, id) on delete cascade,
  add constraint document_links_one_check check (num_nonnulls(document_id, payment_id) = 1);
create index document_links_payment_idx on document_links (tenant_id, payment_id, created_at, id) where payment_id is not null;
select grant_rows('document_links', 'tenantry_app', false);
