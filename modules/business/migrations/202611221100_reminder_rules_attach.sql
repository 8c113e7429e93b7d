-- Whether the PDF of what a rule reminds of goes with its letter, as all did until now.
-- Rules are few (twenty at most of an organisation), and nobody waits for them.
-- squawk-ignore-file adding-field-with-default, adding-not-nullable-field
alter table reminder_rules add column attaches boolean not null default true;
select grant_rows('reminder_rules', 'tenantry_app', false);
