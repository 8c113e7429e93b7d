-- What an organisation has agreed with the platform beside its plan; a limit that is null is the plan's.

create table subscriptions (
  tenant_id uuid primary key references tenants (id),
  status text not null default 'active'
    constraint subscriptions_status_check check (status in ('trial', 'active', 'past_due', 'cancelled')),
  trial_ends_at timestamptz,
  max_users integer constraint subscriptions_max_users_check check (max_users >= 1),
  max_products integer constraint subscriptions_max_products_check check (max_products >= 0),
  max_transactions_per_month integer
    constraint subscriptions_max_transactions_check check (max_transactions_per_month >= 0),
  max_storage bigint constraint subscriptions_max_storage_check check (max_storage >= 0),
  max_requests_per_day integer constraint subscriptions_max_requests_check check (max_requests_per_day >= 0),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
select protect_control_table('subscriptions');
