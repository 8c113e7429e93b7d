-- Features are had (or lost) for a time like limits: `enabled` is a feature's, `maximum` a limit's.
-- Few rows stand there: the check of them is short.
-- squawk-ignore-file constraint-missing-not-valid

alter table entitlements
  add column enabled boolean,
  -- Who granted it, as the audit trail calls him.
  add column granted_by text,
  add constraint entitlements_value_check check (enabled is null or maximum is null),
  -- One that was called off before it began ends when it would have begun.
  drop constraint entitlements_time_check,
  add constraint entitlements_time_check check (valid_to is null or valid_to >= valid_from);
select grant_rows('entitlements', 'tenantry_control', false);
