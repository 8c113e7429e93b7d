/** What a form holds: faults come when a place was left, rows keep theirs at the right place, and travel there and back. */
import { describe, expect, it } from 'vitest';
import { checkRecord, type FormRow } from './check.ts';
import { createFormStore, type FormStore, rowsOf } from './form_store.ts';
import type { RecordSchema } from './schema.ts';
import { newRow, placeErrors, toForm, toWire } from './values.ts';

const SCHEMA: RecordSchema = {
  required: ['name'],
  properties: {
    name: { type: 'string', maxLength: 10 },
    addresses: {
      type: 'array',
      maxItems: 2,
      items: {
        required: ['label'],
        properties: {
          label: { type: 'string', minLength: 1, maxLength: 60 },
          pincode: { type: ['string', 'null'], maxLength: 6 },
          phone: { type: ['string', 'null'] },
        },
      },
    },
  },
};
const FIELDS = [{ name: 'name' }, { name: 'addresses', rows: [{ name: 'label' }, { name: 'pincode' }] }];
const RECORD = {
  name: 'Kaveri',
  addresses: [
    { label: 'Godown', pincode: '560001', phone: '98200' },
    { label: 'Site', pincode: null },
  ],
};
const items = SCHEMA.properties.addresses?.items ?? {};

function open(record: Record<string, unknown> = RECORD): { store: FormStore; kept: unknown[] } {
  const kept: unknown[] = [];
  const check = (values: Parameters<FormStore['reset']>[0]) =>
    new Map(
      [...checkRecord(SCHEMA, FIELDS, values)].map(([path, fault]) => [path, 'key' in fault ? fault.key : fault.text]),
    );
  return { store: createFormStore(toForm(SCHEMA, FIELDS, record), check, (values) => kept.push(values)), kept };
}

describe('faults', () => {
  it('of a field come when it was left, and go while it is mended', () => {
    const { store, kept } = open();
    store.set('name', '');
    expect([...store.faults()]).toEqual([]);
    store.leave('name');
    expect([...store.faults()]).toEqual([['name', 'form.missing']]);
    store.set('name', 'Kaveri');
    expect([[...store.faults()], kept.length]).toEqual([[], 2]);
  });

  it('of the server stand until their place is changed', () => {
    const { store } = open();
    const errors = [
      { pointer: '/addresses/1/pincode', detail: 'Give six digits.' },
      { pointer: '/addresses/1/phone', detail: 'No such number.' },
      { pointer: '/nothing', detail: 'Odd.' },
    ];
    const { fields, rest } = placeErrors(errors, FIELDS);
    store.place(fields);
    // What the row does not show is said of the whole list.
    expect([[...store.faults()], rest]).toEqual([
      [
        ['addresses[1].pincode', 'Give six digits.'],
        ['addresses', 'No such number.'],
      ],
      ['nothing: Odd.'],
    ]);
    store.leave('addresses[1].pincode');
    expect(store.faults().size).toBe(2);
    store.set('addresses[1].pincode', '560002');
    expect([...store.faults()]).toEqual([['addresses', 'No such number.']]);
  });

  it('of rows follow the rows: the second is at fault, the first is removed, and it is the first', () => {
    const { store } = open();
    store.set('addresses[1].label', '');
    expect(store.checkAll()).toBe(false);
    expect([...store.faults()]).toEqual([['addresses[1].label', 'form.missing']]);
    const rows = rowsOf(store.values(), 'addresses');
    store.setRows('addresses', rows.slice(1));
    expect([...store.faults()]).toEqual([['addresses[0].label', 'form.missing']]);
    store.setRows('addresses', []);
    expect(store.checkAll()).toBe(true);
    store.setRows('addresses', [...rows, newRow(items, FIELDS[1]?.rows ?? [])] as FormRow[]);
    expect([...store.faults()]).toEqual([
      ['addresses[1].label', 'form.missing'],
      ['addresses[2].label', 'form.missing'],
      ['addresses', 'form.too_many'],
    ]);
  });
});

describe('rows on the wire', () => {
  const begin = toForm(SCHEMA, FIELDS, RECORD);
  it('are what they were, with what the form does not show; unchanged they are not sent', () => {
    expect(toWire(SCHEMA, begin)).toEqual(RECORD);
    expect(toWire(SCHEMA, begin, toForm(SCHEMA, FIELDS, RECORD))).toEqual({});
  });

  it('are sent whole when one of them changed, or their order did', () => {
    const { store } = open();
    store.set('addresses[0].pincode', ' 560009 ');
    expect(toWire(SCHEMA, store.values(), begin)).toEqual({
      addresses: [{ ...RECORD.addresses[0], pincode: '560009' }, RECORD.addresses[1]],
    });
    store.reset(begin);
    store.setRows('addresses', [...rowsOf(begin, 'addresses')].reverse());
    expect(toWire(SCHEMA, store.values(), begin)).toEqual({ addresses: [...RECORD.addresses].reverse() });
    store.setRows('addresses', []);
    expect(toWire(SCHEMA, store.values(), begin)).toEqual({ addresses: [] });
  });
});
