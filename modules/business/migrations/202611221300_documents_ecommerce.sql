-- The e-commerce operator that a sale goes through, as the document says him; frozen with the rest of what is issued. Null in what is
-- there, and no row of it can break the wider check, so both are quick.
-- squawk-ignore-file constraint-missing-not-valid, require-concurrent-index-creation, require-timeout-settings
alter table documents
  add column ecommerce_operator jsonb,
  drop constraint documents_charge_check,
  add constraint documents_charge_check check (charge in ('charged', 'reverse', 'operator', 'none')),
  add constraint documents_ecommerce_operator_check check (
    (charge <> 'operator' or coalesce((ecommerce_operator ->> 'pays_tax')::boolean, false)) and (ecommerce_operator is null or ecommerce_operator ->> 'gstin' is not null)
  );
create index documents_ecommerce_idx on documents (tenant_id, date) where ecommerce_operator is not null;
select grant_rows('documents', 'tenantry_app', false);
