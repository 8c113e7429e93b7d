-- Documents in another currency: what they come to in it beside the rupees, by the rate that was notified.
-- Documents are new: there are few, and nobody waits for them.
-- squawk-ignore-file constraint-missing-not-valid, require-concurrent-index-creation, adding-field-with-default

alter table documents
  add column currency text collate "C" not null default 'INR',
  -- Rupees for one unit of the currency, and the day on which that was notified.
  add column exchange_rate numeric(14, 6),
  add column exchange_date date,
  -- In the document's currency; all other sums are rupees, and what is given for the whole is in the currency too.
  add column taxable_in_currency numeric(17, 3),
  add column total_in_currency numeric(17, 3),
  add constraint documents_currency_check check (currency ~ '^[A-Z]{3}$'),
  add constraint documents_exchange_check check (
    num_nonnulls(exchange_rate, exchange_date, taxable_in_currency, total_in_currency) = case currency when 'INR' then 0 else 4 end
    and (exchange_rate is null or exchange_rate > 0));
create index documents_currency_idx on documents (tenant_id, kind, currency, date, id);
create index documents_exchange_idx on documents (tenant_id, currency, exchange_date) where currency <> 'INR';
select grant_rows('documents', 'tenantry_app', false);

alter table document_lines
  add column taxable_in_currency numeric(17, 3),
  add column total_in_currency numeric(17, 3),
  add constraint document_lines_currency_check check ((taxable_in_currency is null) = (total_in_currency is null));
select grant_rows('document_lines', 'tenantry_app', false);
