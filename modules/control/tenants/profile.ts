/** Reads what is said about an organisation: normalises it, refuses what cannot be, and collects what is merely odd. */
import { gstinWarnings, readGstin } from '@tenantry/india/gstin.ts';
import { isPincode, pincodeFits } from '@tenantry/india/pincode.ts';
import { findState } from '@tenantry/india/states.ts';
import { invalidInput } from '@tenantry/kernel/http/problems.ts';
import { type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import { profile, type TenantRow } from './tenants.schema.ts';

type Given = Partial<Record<keyof typeof profile | 'name', string | null>>;
type Profile = Partial<Pick<TenantRow, 'name' | 'state_code' | keyof typeof profile>>;

/** Throws `http.invalid_input` when there are errors. */
export function refuseFields(errors: FieldError[]): void {
  if (errors.length > 0) throw problem(invalidInput, { errors });
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * The columns that follow from `given`, seen together with the record as it is (`before`), and warnings. Throws
 * `http.invalid_input` naming every field at fault.
 */
export function readProfile(given: Given, before: Profile = {}): { values: Profile; warnings: string[] } {
  const errors: FieldError[] = [];
  const fault = (field: string, detail: string): void => void errors.push({ pointer: `/${field}`, detail });
  const values: Record<string, string | null> = {};
  for (const field of ['name', ...Object.keys(profile)] as (keyof Given)[]) {
    if (given[field] !== undefined) values[field] = given[field] === '' ? null : given[field];
  }
  if ('name' in values && !values.name) fault('name', 'Give the organisation a name.');
  if ('country' in values) values.country = readCountry(values.country ?? 'IN', fault);
  if ('time_zone' in values && !isTimeZone(values.time_zone ?? ''))
    fault('time_zone', 'Give an IANA name such as Asia/Kolkata.');
  const whole = { country: 'IN', ...before, ...values } as Profile;
  const isIndia = whole.country === 'IN';
  const state = isIndia && whole.state ? findState(whole.state) : null;
  if (values.state !== undefined || values.country !== undefined) {
    if (isIndia && whole.state && !state)
      fault('state', 'Give the name or the GST code of an Indian state, e.g. Maharashtra or 27.');
    if (state) values.state = state.name;
    values.state_code = state?.code ?? null;
  }
  const gstin = whole.gstin ? readGstin(whole.gstin) : null;
  if (values.gstin && !gstin)
    fault(
      'gstin',
      'Give 15 characters: state code, PAN, registration number, Z and check digit, e.g. 27AAPFU0939F1ZV.',
    );
  if (values.gstin && gstin) values.gstin = gstin.gstin;
  if (values.pincode && isIndia && !isPincode(values.pincode))
    fault('pincode', 'Give six digits, the first of them not 0.');
  refuseFields(errors);
  const warnings = gstin ? gstinWarnings(gstin, state) : [];
  if (state && whole.pincode && !pincodeFits(whole.pincode, state))
    warnings.push(`PIN code ${whole.pincode} does not lie in ${state.name}.`);
  return { values: values as Profile, warnings };
}

function readCountry(text: string, fault: (field: string, detail: string) => void): string {
  if (/^(india|bharat|in|ind)$/i.test(text)) return 'IN';
  if (!/^[a-z]{2}$/i.test(text)) fault('country', 'Give the two letters of ISO 3166, e.g. IN.');
  return text.toUpperCase();
}

/** One value that goes by several names. Throws `http.invalid_input` when two names were given that differ. */
export function agreeing<T>(input: Record<string, unknown>, ...names: string[]): T | undefined {
  const [first, ...others] = names.filter((name) => input[name] !== undefined);
  if (first === undefined) return undefined;
  for (const name of others) {
    if (input[name] !== input[first])
      refuseFields([{ pointer: `/${name}`, detail: `It says something else than ${first}; give one of them.` }]);
  }
  return input[first] as T;
}
