-- What fires for an organisation is asked with each line of the list of organisations. Few alerts fire at a time.
-- squawk-ignore-file require-concurrent-index-creation

create index alerts_firing_tenant_idx on alerts (for_tenant_id) where state = 'firing';
