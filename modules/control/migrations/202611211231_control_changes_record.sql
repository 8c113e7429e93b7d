-- Plans, subscriptions and what organisations are allowed: changed past the program, it stands in the trail.
do $$
declare
  target text;
begin
  foreach target in array array['plans', 'subscriptions', 'entitlements', 'settings', 'branding', 'alert_rules']
  loop
    perform watch_control_sql(target::regclass);
  end loop;
end $$;
