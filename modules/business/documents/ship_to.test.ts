/** Where goods go, and whose address an invoice has to name: worked cases of rule 46(e) and (o). */
import { expect, test } from 'vitest';
import { judgeAddresses, namedFromOn, readShipTo } from './ship_to.ts';

const NAMED_FROM = namedFromOn('2026-11-14');
const NOWHERE = { address_line1: null, city: null, state: null };
const PUNE = { address_line1: '4 Mill Road', city: 'Pune', state: '27' };
const sale = {
  ...{
    is_tax_invoice: true,
    is_registered: false,
    is_abroad: false,
    taxable_value: NAMED_FROM,
    named_from: NAMED_FROM,
  },
  ...{ buyer: NOWHERE, ship_to: null },
};
const pointers = (changes: Partial<Parameters<typeof judgeAddresses>[0]>): string[] =>
  judgeAddresses({ ...sale, ...changes }).map(({ pointer }) => pointer);

test('from 50,000 rupees the unregistered recipient is named with address and state', () => {
  expect(pointers({})).toEqual(['/customer_id']);
  expect(pointers({ buyer: { ...NOWHERE, state: '27' } })).toEqual(['/customer_id']);
  expect(pointers({ buyer: PUNE })).toEqual([]);
  expect(pointers({ taxable_value: NAMED_FROM - 1 })).toEqual([]);
  expect(pointers({ is_registered: true })).toEqual([]);
  expect(pointers({ is_abroad: true })).toEqual([]);
  expect(pointers({ is_tax_invoice: false })).toEqual([]);
});

test('an address of delivery has a place and a state', () => {
  const { ship_to, faults } = readShipTo({ city: 'Hubballi', state: 'Karnataka' }, { name: 'Local Stores' });
  expect(faults).toEqual([]);
  expect(ship_to).toMatchObject({ name: 'Local Stores', city: 'Hubballi', state: '29', address_line1: null });
  expect(pointers({ buyer: PUNE, ship_to })).toEqual([]);
  expect(pointers({ buyer: PUNE, ship_to: ship_to && { ...ship_to, state: null } })).toEqual(['/ship_to']);
  expect(readShipTo({ state: 'Atlantis', city: 'x' }, { name: 'A' }).faults[0]?.pointer).toBe('/ship_to/state');
  expect(readShipTo({ city: '', name: null }, { name: 'A' }).ship_to).toBeNull();
});
