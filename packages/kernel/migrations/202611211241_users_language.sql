-- The language in which the platform writes to a person; null: English.

alter table users add column language text collate "C"
  constraint users_language_check check (language in ('en', 'hi'));
select grant_rows('users', 'tenantry_control', false);
