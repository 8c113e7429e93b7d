-- Where a recomputation of a long trail stood when its time was over; the next round goes on from there.

alter table audit_verdicts
  add column resume_seq bigint,
  add column resume_hash text collate "C";
select grant_rows('audit_verdicts', 'tenantry_control', false);
