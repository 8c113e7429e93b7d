-- How full and how busy the installation is, looked at once a minute and kept in buckets of five minutes, hours and days: the most of each.

create table system_samples (
  resolution text collate "C" not null constraint system_samples_resolution_check check (resolution in ('5m', '1h', '1d')),
  at timestamptz not null,
  connections integer not null,
  jobs_waiting integer not null,
  database_bytes bigint not null,
  file_bytes bigint not null,
  -- Percent of the fullest disk; null where none is looked at.
  disk_percent double precision,
  primary key (resolution, at)
);
select protect_control_table('system_samples');
