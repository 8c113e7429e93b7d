-- Lists of e-way bills and amendments are asked by what they stand for and by their documents.
-- squawk-ignore-file require-concurrent-index-creation
create index eway_bills_valid_until_idx on eway_bills (tenant_id, status, valid_until, id);
create index eway_bills_document_number_idx on eway_bills (tenant_id, document_number, made_at, id);
create index gst_amendments_number_idx on gst_amendments (tenant_id, number, period, id);
