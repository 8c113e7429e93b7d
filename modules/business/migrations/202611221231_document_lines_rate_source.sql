-- Where the rate of a line comes from, so that a draft and what is made of it follow the code on their day and price.
-- New and null in what is there: nothing is rewritten, and no row can break the check.
-- squawk-ignore-file constraint-missing-not-valid, adding-field-with-default
alter table document_lines
  add column rate_source text collate "C"
    constraint document_lines_rate_source_check check (rate_source in ('given', 'product', 'hsn'));
select grant_rows('document_lines', 'tenantry_app', false);
