-- Whether somebody chose the paper of an invoice; else it follows from the seller and what is sold, with each change of a draft.
-- Documents are new: there are few, and nobody waits for them.
-- squawk-ignore-file adding-field-with-default, adding-not-nullable-field
alter table documents add column type_is_chosen boolean not null default false;
select grant_rows('documents', 'tenantry_app', false);
