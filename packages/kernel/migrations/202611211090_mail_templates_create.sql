-- Letters in an organisation's own words and looks: its texts, and mails that carry HTML and a sender's name.

create table mail_templates (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  letter text collate "C" not null,
  language text collate "C" not null,
  subject text not null,
  body text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint mail_templates_letter_key unique (tenant_id, letter, language)
);
select protect_control_table('mail_templates');

alter table mail_outbox
  -- Emptied with the body once the mail has left.
  add column html text,
  -- What stands before the installation's own address; null is the installation's name.
  add column sender_name text;
select grant_rows('mail_outbox', 'tenantry_control', false);
