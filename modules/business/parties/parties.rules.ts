/** The rules of a party: what its GSTIN tells, which category fits it, and addresses that hang together. */
import { type Gstin, gstinWarnings, isPan, readGstin } from '@tenantry/india/gstin.ts';
import { isPincode, pincodeFits } from '@tenantry/india/pincode.ts';
import { findState, type State, stateLabel } from '@tenantry/india/states.ts';
import type { Row } from '@tenantry/kernel/db/records.ts';
import type { Fault, Judged, Situation, Warning } from '../masters/master.ts';
import type { Category } from './parties.schema.ts';

interface Bench {
  values: Row;
  situation: Situation;
  faults: Fault[];
  warnings: Warning[];
}

/** Categories that only people can know; a GSTIN does not show them. */
const PICKED: ReadonlySet<unknown> = new Set(['composition', 'sez', 'deemed_export', 'input_service_distributor']);

const BY_KIND: Partial<Record<Gstin['kind'], Category>> = {
  tax_deductor: 'tax_deductor',
  tax_collector: 'tax_collector',
  uin: 'uin_holder',
  oidar: 'overseas',
};

/** The category that GSTIN and country suggest. */
export function defaultCategory(read: Gstin | null, country: string): Category {
  if (read) return BY_KIND[read.kind] ?? 'registered_regular';
  return country === 'India' ? 'unregistered' : 'overseas';
}

/** Judges a party. A wrong check digit is a warning here; documents and returns refuse it. */
export function judgeParty(given: Row, situation: Situation): Judged {
  const bench: Bench = { values: { ...given }, situation, faults: [], warnings: [] };
  const { values, faults } = bench;
  values.country = countryOf(values.country as string | null);
  const read = judgeGstin(bench);
  judgePan(bench, read);
  judgeCategory(bench, read);
  // A new registration fills in the state, as long as nobody said another one.
  const moved = situation.before !== null && situation.before.gstin !== values.gstin && !situation.given.has('state');
  if (read?.state && (!values.state || (moved && values.state === stateOfBefore(situation)))) {
    values.state = read.state.code;
  }
  const state = judgeAddress(values, '', bench);
  if (read && state) {
    for (const detail of gstinWarnings({ ...read, check_digit_ok: true }, state)) {
      bench.warnings.push({ pointer: '/state', detail });
    }
  }
  if (situation.given.has('addresses')) {
    values.addresses = (values.addresses as Row[]).map((address, index) => {
      const copy = { ...address, country: countryOf(address.country as string | null) };
      judgeAddress(copy, `/addresses/${index}`, bench);
      if (address.phone) judgePhone(copy, `/addresses/${index}/phone`, faults);
      return copy;
    });
  }
  judgePhone(values, '/phone', faults);
  if (values.email) values.email = (values.email as string).toLowerCase();
  if ((values.credit_limit as number) < 0) {
    faults.push({ pointer: '/credit_limit', detail: 'A limit is 0 or more; leave it out for no limit.' });
  }
  return bench;
}

/** The state that the former GSTIN had given. */
function stateOfBefore({ before }: Situation): string | null {
  return (before?.gstin ? readGstin(before.gstin as string)?.state?.code : null) ?? null;
}

const INDIA = /^(india|in|ind|bharat|भारत|republic of india)$/i;

function countryOf(text: string | null | undefined): string {
  return !text || INDIA.test(text.trim()) ? 'India' : text.trim();
}

function judgeGstin({ values, faults, warnings }: Bench): Gstin | null {
  values.gstin_valid = null;
  if (!values.gstin) return null;
  const read = readGstin(values.gstin as string);
  if (!read || read.kind === 'transporter') {
    const detail = read
      ? 'This is a transporter’s enrolment number, not a GSTIN.'
      : 'This is no GSTIN: 15 characters such as 27AABFS1234A1ZV.';
    faults.push({ pointer: '/gstin', detail });
    return null;
  }
  values.gstin = read.gstin;
  values.gstin_valid = read.check_digit_ok;
  for (const detail of gstinWarnings(read, null)) warnings.push({ pointer: '/gstin', detail });
  return read;
}

function judgePan({ values, situation, faults }: Bench, read: Gstin | null): void {
  const typed = situation.given.has('pan') && values.pan;
  if (!typed) {
    if (read?.pan) values.pan = read.pan;
    return;
  }
  const pan = (values.pan as string).replace(/\s/g, '').toUpperCase();
  values.pan = pan;
  if (!isPan(pan))
    faults.push({
      pointer: '/pan',
      detail: 'This is no PAN: five letters, four digits, a letter, such as AABFS1234A.',
    });
  else if (read?.pan && read.pan !== pan) {
    faults.push({
      pointer: '/pan',
      detail: `The GSTIN holds the PAN ${read.pan}; give that one, or leave it out.`,
      rule: true,
    });
  }
}

function judgeCategory({ values, situation, faults }: Bench, read: Gstin | null): void {
  const country = values.country as string;
  const wanted = defaultCategory(read, country);
  const kept = !situation.given.has('category') || !values.category;
  if (kept) {
    // An earlier choice of a person stays while there is a registration that it can go with.
    if (!(PICKED.has(values.category) && wanted === 'registered_regular')) values.category = wanted;
    return;
  }
  const detail = contradiction(values.category as Category, wanted, read, country);
  // A faulty GSTIN says nothing about the category.
  if (detail && !faults.some((fault) => fault.pointer === '/gstin')) {
    faults.push({ pointer: '/category', detail, rule: true });
  }
}

function contradiction(category: Category, wanted: Category, read: Gstin | null, country: string): string | null {
  if (category === wanted) return null;
  if (!read) {
    if (category === 'unregistered') return `A party in ${country} is overseas; choose that.`;
    if (category === 'overseas') return 'A party in India is not overseas; give its country.';
    return 'Who is of this category has a GSTIN or UIN; give it.';
  }
  if (category === 'unregistered')
    return 'Who has a GSTIN is not unregistered; choose another category, or leave out the GSTIN.';
  // A regular form whose 14th character is D may be a deductor's.
  if (category === 'tax_deductor' && read.gstin[13] === 'D') return null;
  if (category === 'overseas' && read.kind === 'non_resident') return null;
  if (PICKED.has(category) && wanted === 'registered_regular') return null;
  return `This GSTIN is of another category: ${wanted.replaceAll('_', ' ')}.`;
}

/** Puts the state's code in its place; answers the state. */
function judgeAddress(values: Row, at: string, { faults, warnings }: Bench): State | null {
  const indian = values.country === 'India';
  let state: State | null = null;
  if (values.state) {
    state = findState(values.state as string);
    if (state) values.state = state.code;
    else
      faults.push({
        pointer: `${at}/state`,
        detail: indian
          ? 'There is no such state; give its name or its two-digit GST code.'
          : 'Leave the state out for an address abroad; write it behind the city.',
      });
  }
  if (!values.pincode) return state;
  const pincode = (values.pincode as string).replace(/\s/g, '');
  values.pincode = pincode;
  if (!indian) return state;
  if (!isPincode(pincode))
    faults.push({
      pointer: `${at}/pincode`,
      detail: 'A PIN code has six digits and does not begin with 0, such as 411001.',
    });
  else if (state && !pincodeFits(pincode, state)) {
    const detail = `PIN code ${pincode} does not lie in ${stateLabel(state)}.`;
    warnings.push({ pointer: `${at}/pincode`, detail });
  }
  return state;
}

/** A telephone number without the signs that people put between its digits. */
function judgePhone(values: Row, pointer: string, faults: Fault[]): void {
  if (!values.phone) return;
  const phone = (values.phone as string).replace(/[\s().-]/g, '');
  if (/^\+?\d{6,15}$/.test(phone)) values.phone = phone;
  else faults.push({ pointer, detail: 'Give a telephone number: 6 to 15 digits, perhaps with + in front.' });
}
