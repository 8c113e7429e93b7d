-- Topics, and the notes that are written about them: the example on which the kernel is tested.
create table topics (
  tenant_id uuid not null,
  id uuid not null,
  name text collate "C" not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name_key text collate "C" not null generated always as (lower(name)) stored,
  primary key (tenant_id, id),
  constraint topics_name_key unique (tenant_id, name_key)
);
select protect_tenant_table('topics');

create table notes (
  tenant_id uuid not null,
  id uuid not null,
  topic_id uuid,
  title text collate "C" not null,
  body text,
  kind text collate "C" not null default 'idea' constraint notes_kind_check check (kind in ('idea', 'task')),
  pinned boolean not null default false,
  stars integer not null default 0,
  amount paise not null default 0,
  due_on date not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  title_key text collate "C" not null generated always as (lower(title)) stored,
  primary key (tenant_id, id),
  constraint notes_topic_fkey foreign key (tenant_id, topic_id) references topics (tenant_id, id)
);
create index notes_topic_idx on notes (tenant_id, topic_id, id);
create index notes_title_idx on notes (tenant_id, title_key, id);
create index notes_exact_title_idx on notes (tenant_id, title, id);
create index notes_stars_idx on notes (tenant_id, stars, id);
create index notes_amount_idx on notes (tenant_id, amount, id);
create index notes_due_on_idx on notes (tenant_id, due_on, id);
create index notes_created_at_idx on notes (tenant_id, created_at, id);
select protect_tenant_table('notes');
