-- Figures of each tenant over time, for charts: requests and work in buckets of five minutes, hours and days; what is stored, once a day; slow statements.

create table metric_buckets (
  tenant_id uuid not null,
  resolution text collate "C" not null constraint metric_buckets_resolution_check check (resolution in ('5m', '1h', '1d')),
  -- The bucket's beginning; days are those of UTC.
  at timestamptz not null,
  requests bigint not null,
  refused bigint not null,
  errors bigint not null,
  milliseconds double precision not null,
  statements bigint not null,
  database_milliseconds double precision not null,
  waiting_milliseconds double precision not null,
  rate_limited bigint not null,
  forbidden bigint not null,
  conflicts bigint not null,
  strangers bigint not null,
  sign_in_failures bigint not null,
  password_resets bigint not null,
  jobs bigint not null,
  failed_jobs bigint not null,
  -- Requests by duration; the bounds are the program's.
  histogram bigint[] not null,
  primary key (tenant_id, resolution, at)
);
create index metric_buckets_age_idx on metric_buckets (resolution, at);
select protect_control_table('metric_buckets');

create table metric_samples (
  tenant_id uuid not null,
  day date not null,
  sampled_at timestamptz not null,
  storage_bytes bigint not null,
  rows_by_table jsonb not null,
  figures jsonb not null,
  primary key (tenant_id, day)
);
create index metric_samples_age_idx on metric_samples (day);
select protect_control_table('metric_samples');

-- Texts hold no values. Statements of operators and of sign-ins belong to no tenant: the nil id.
create table slow_statements (
  tenant_id uuid not null,
  id uuid not null,
  asker text collate "C" not null,
  statement text collate "C" not null,
  count bigint not null,
  total_milliseconds double precision not null,
  max_milliseconds double precision not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (tenant_id, id)
);
create index slow_statements_age_idx on slow_statements (last_at);
select protect_control_table('slow_statements');
