-- How fast the organisations of a plan may ask, and their part of the work of a moment. A null rate is the installation's.

alter table plans
  add column requests_per_second integer constraint plans_rate_check check (requests_per_second >= 1),
  -- A party of weight 2 gets twice the part of one of weight 1.
  add column weight integer not null default 1 constraint plans_weight_check check (weight >= 1);
update plans set requests_per_second = 100 where plan = 'basic';
update plans set requests_per_second = 200, weight = 2 where plan = 'premium';
update plans set requests_per_second = 500, weight = 4 where plan = 'enterprise';
update plans set weight = 4 where plan = 'custom';
