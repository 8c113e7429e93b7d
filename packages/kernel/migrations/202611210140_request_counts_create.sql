-- How many requests each tenant made on each day of its own calendar; added to in batches by every instance.

create table request_counts (
  tenant_id uuid not null,
  day date not null,
  requests bigint not null,
  refused bigint not null,
  errors bigint not null,
  milliseconds bigint not null,
  primary key (tenant_id, day)
);
select protect_control_table('request_counts');
