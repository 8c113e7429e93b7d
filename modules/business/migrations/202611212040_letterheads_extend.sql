-- What of a letterhead was fixed: whether the logo stands there, which copies are made, and how it is signed.
-- squawk-ignore-file constraint-missing-not-valid, adding-field-with-default
alter table letterheads
  add column shows_logo boolean not null default true,
  add column copies text collate "C" not null default 'original',
  add column signing text collate "C" not null default 'line',
  add constraint letterheads_copies_check check (copies in ('original', 'duplicate', 'triplicate', 'all', 'none')),
  add constraint letterheads_signing_check check (signing in ('line', 'computer'));
select grant_rows('letterheads', 'tenantry_app', false);
