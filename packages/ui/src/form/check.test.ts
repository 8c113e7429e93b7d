/** What was typed is checked as the server's schema says, and travels there as the server takes it. */
import { describe, expect, it } from 'vitest';
import { checkField, checkRecord } from './check.ts';
import { kindOf, type RecordSchema } from './schema.ts';
import { placeErrors, toForm, toWire } from './values.ts';

const SCHEMA: RecordSchema = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', maxLength: 10, pattern: '^(?=.*\\S)[^\\u0000-\\u001f\\u007f]*$', 'x-hint': 'Give a name.' },
    price: { type: ['number', 'null'], minimum: 0, maximum: 9_999_999_999, 'x-scale': 4 },
    limit: { type: ['number', 'null'], minimum: 0, 'x-money': true },
    opening: { type: ['number', 'string'], 'x-money': true, pattern: '^-?[0-9]+([.][0-9]+)?$' },
    terms_days: { type: 'integer', minimum: 0, maximum: 3650 },
    email: { type: ['string', 'null'], format: 'email', maxLength: 254 },
    since: { type: 'string', format: 'date' },
    kind: { type: 'string', enum: ['goods', 'service'] },
    is_active: { type: 'boolean' },
    customer_id: { type: 'string', minLength: 1, maxLength: 100, 'x-ref': 'customers' },
    notes: { type: ['string', 'null'], maxLength: 4000 },
    code: { type: 'string', pattern: '^[A-Z]{3}$' },
  },
};
const part = (name: string) => SCHEMA.properties[name] ?? {};

it('finds the control that a field wants', () => {
  const kinds = Object.keys(SCHEMA.properties).map((name) => kindOf(part(name)));
  expect(kinds.join(' ')).toBe('text price money money whole email day choice tick ref long text');
});

describe('a value', () => {
  it.each([
    ['name', 'Bolt', null],
    ['name', 'Bolts and nuts', { key: 'form.too_long', values: { most: 10, over: 4 } }],
    ['name', 'a\u0007b', { text: 'Give a name.' }],
    ['price', 0, null],
    ['price', 1.00005, { key: 'form.not_figure', values: { decimals: 4 } }],
    ['price', -1, { key: 'form.too_small', values: { least: 0 } }],
    ['limit', 10.25, null],
    ['limit', 10.255, { key: 'form.not_figure', values: { decimals: 2 } }],
    ['limit', Number.NaN, { key: 'form.not_figure', values: { decimals: 2 } }],
    ['opening', -500.5, null],
    ['terms_days', 3651, { key: 'form.too_large', values: { most: 3650 } }],
    ['terms_days', 1.5, { key: 'form.not_whole' }],
    ['email', 'a@b.in', null],
    ['email', 'a@b', { key: 'form.not_email' }],
    ['since', '2026-02-30', { key: 'form.not_day' }],
    ['since', '2026-02-28', null],
    ['kind', 'thing', { key: 'form.not_choice' }],
    ['code', 'abc', { key: 'form.not_form' }],
    ['customer_id', { id: 'x', label: 'X' }, null],
  ])('%s: %j', (name, value, fault) => {
    expect(checkField(part(name), value)).toEqual(fault);
  });

  it('may be missing where it is not required, and blanks are missing', () => {
    expect(checkField(part('name'), '  ', { required: true })).toEqual({ key: 'form.missing' });
    expect(checkField(part('name'), '')).toBeNull();
    expect(checkField(part('is_active'), undefined, { required: true })).toBeNull();
    expect(checkRecord(SCHEMA, [{ name: 'name' }, { name: 'email' }], {})).toEqual(
      new Map([['name', { key: 'form.missing' }]]),
    );
  });

  it('belongs to a field that there is', () => {
    expect(() => checkRecord(SCHEMA, [{ name: 'nmae' }], {})).toThrow('no field nmae');
  });
});

describe('what is sent', () => {
  const fields = Object.keys(SCHEMA.properties).map((name) => ({ name }));
  const begin = toForm(SCHEMA, fields, { name: 'Bolt', email: 'a@b.in', price: 12.5, is_active: true });

  it('is what was given: trimmed, empty as null where there is null, else left out', () => {
    const sent = toWire(SCHEMA, { ...begin, name: ' Nut ', email: ' ', customer_id: { id: 'c1', label: 'C' } });
    expect(sent).toEqual({
      name: 'Nut',
      price: 12.5,
      limit: null,
      email: null,
      is_active: true,
      customer_id: 'c1',
      notes: null,
    });
  });

  it('is only what changed, when that is wanted', () => {
    expect(toWire(SCHEMA, { ...begin, name: 'Bolt ', email: '' }, begin)).toEqual({ email: null });
    expect(toWire(SCHEMA, begin, begin)).toEqual({});
  });
});

it('places what the server says on the fields, and keeps the rest as sentences', () => {
  const errors = [
    { pointer: '/name', detail: 'Taken.' },
    { pointer: '/name', detail: 'And too long.' },
    { pointer: '/version', detail: 'Someone else changed it.' },
    { pointer: '', detail: 'No.' },
  ];
  const { fields, rest } = placeErrors(errors, [{ name: 'name' }]);
  expect([...fields]).toEqual([['name', 'Taken.']]);
  expect(rest).toEqual(['version: Someone else changed it.', 'No.']);
});
