-- Storage is what the limit counts, the bytes of files; the bytes of rows are a figure of their own. And what alerts look at.
-- Whoever reads it takes null for "not measured".
-- squawk-ignore-file ban-drop-not-null

alter table metric_samples add column row_bytes bigint, add column used jsonb;
-- Until now the bytes of rows stood there; how much the files had is not known.
alter table metric_samples alter column storage_bytes drop not null;
update metric_samples set row_bytes = storage_bytes, storage_bytes = null;
select grant_rows('metric_samples', 'tenantry_control', false);

alter table metric_buckets
  add column parked_jobs bigint not null default 0,
  add column deliveries bigint not null default 0,
  add column failed_deliveries bigint not null default 0;
select grant_rows('metric_buckets', 'tenantry_control', false);
