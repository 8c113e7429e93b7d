-- A challan's goods move under an e-way bill, too. All that is there was made for invoices.
-- squawk-ignore-file constraint-missing-not-valid, require-timeout-settings
alter table eway_bills
  add column noun text collate "C" not null default 'invoices',
  add constraint eway_bills_noun_check check (noun in ('invoices', 'challans'));
select grant_rows('eway_bills', 'tenantry_app', false);
