-- A mail may carry one file, kept as long as its text is.
alter table mail_outbox
  add column attachment bytea,
  add column attachment_name text,
  add column attachment_type text collate "C";
select grant_rows('mail_outbox', 'tenantry_control', false);
