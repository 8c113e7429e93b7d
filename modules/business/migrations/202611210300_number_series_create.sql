-- Where each series of numbers stands, such as the SKUs that the product makes by itself.
create table number_series (
  tenant_id uuid not null,
  name text collate "C" not null,
  next bigint not null,
  primary key (tenant_id, name)
);
select protect_tenant_table('number_series');
