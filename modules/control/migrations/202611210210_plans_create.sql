-- Plans and what they allow. Null is no limit; Custom is agreed for each organisation by itself.

create table plans (
  plan text collate "C" primary key,
  title text not null,
  position integer not null,
  max_users integer,
  max_products integer,
  max_transactions_per_month integer,
  -- Bytes.
  max_storage bigint,
  max_requests_per_day integer,
  password_min_length integer not null,
  -- Seconds.
  session_timeout integer not null
);
select protect_reference_table('plans');
insert into plans (plan, title, position, max_users, max_storage, max_requests_per_day, password_min_length, session_timeout) values
  ('basic', 'Basic', 1, 100, 10737418240, 1000, 8, 3600),
  ('premium', 'Premium', 2, 1000, 107374182400, 10000, 10, 7200),
  ('enterprise', 'Enterprise', 3, 10000, 1099511627776, 100000, 12, 14400),
  ('custom', 'Custom', 4, null, null, null, 12, 14400);
