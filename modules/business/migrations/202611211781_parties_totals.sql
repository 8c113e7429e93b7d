-- What all customers or vendors of a filter come to is read from this index alone. Parties are some thousand rows an organisation.
-- squawk-ignore-file require-concurrent-index-creation

create index parties_totals_idx on parties (tenant_id, kind, is_active) include (opening_balance, credit_limit);
