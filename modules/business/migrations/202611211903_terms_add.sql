-- Terms of payment on the document, and whether somebody chose the day; and what customers owe, found quickly.
-- Documents are new: there are few, and nobody waits for them.
-- squawk-ignore-file constraint-missing-not-valid, require-concurrent-index-creation, adding-field-with-default

alter table documents
  add column payment_terms text collate "C",
  add column due_is_chosen boolean not null default false,
  add constraint documents_payment_terms_check check (payment_terms in
    ('immediate', 'days_7', 'days_15', 'days_30', 'days_45', 'days_60', 'days_90', 'end_of_month'));
create index documents_owed_idx on documents (tenant_id, customer_id, due_date) include (balance)
  where kind = 'invoice' and balance > 0;
select grant_rows('documents', 'tenantry_app', false);
