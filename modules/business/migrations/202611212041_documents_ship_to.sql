-- Where goods go when that is not the customer's own address (rule 46(o)); frozen with the rest of an issued document.
alter table documents add column ship_to jsonb;
select grant_rows('documents', 'tenantry_app', false);
