/** Money and instants at the edge. */
import fc from 'fast-check';
import Type from 'typebox';
import { expect, test } from 'vitest';
import { Decimal, Instant, Line, Money } from '../schema/fields.ts';
import { inputConverter, outputConverter, toInstant, toPaise, toRupees } from './convert.ts';

test('rupees become paise exactly, and a third decimal is refused instead of rounded', () => {
  expect(toPaise(1250.5)).toBe(125050);
  expect(toPaise('0.07')).toBe(7);
  expect(toPaise(-3)).toBe(-300);
  expect(toPaise(1.005)).toBeNull();
  expect(toPaise('1e3')).toBeNull();
  expect(toPaise(1e21)).toBeNull();
  expect(toPaise('999999999999999')).toBeNull();
});

test('every amount of paise survives the way out and in again', () => {
  fc.assert(
    fc.property(fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 }), (paise) => {
      expect(toPaise(toRupees(paise))).toBe(paise === 0 ? 0 : paise);
      expect(toPaise(JSON.parse(JSON.stringify(toRupees(paise))))).toBe(paise === 0 ? 0 : paise);
    }),
  );
});

test('an instant without offset is read in the tenant’s zone; one that does not exist is refused', () => {
  expect(toInstant('2026-11-21T10:00:00', 'Asia/Kolkata')).toBe('2026-11-21T04:30:00.000Z');
  expect(toInstant('2026-11-21T10:00:00+05:30', 'UTC')).toBe('2026-11-21T04:30:00.000Z');
  expect(toInstant('2026-02-30T10:00:00', 'Asia/Kolkata')).toBeNull();
  expect(toInstant('yesterday', 'Asia/Kolkata')).toBeNull();
});

test('a converter changes what the schema marks, wherever it stands, and names each field at fault', () => {
  const schema = Type.Object({
    name: Line(20),
    lines: Type.Array(Type.Object({ price: Money(), quantity: Decimal(3), at: Type.Optional(Instant()) })),
  });
  const convert = inputConverter(schema);
  const value = { name: '  Bolt ', lines: [{ price: '10.50', quantity: '1.125', at: '2026-11-21T10:00' }] };
  expect(convert(structuredClone(value), 'Asia/Kolkata')).toEqual({
    name: 'Bolt',
    lines: [{ price: 1050, quantity: 1.125, at: '2026-11-21T04:30:00.000Z' }],
  });
  const wrong = { name: 'x', lines: [{ price: 1.001, quantity: 1.1234, at: 'now' }] };
  let errors: unknown;
  try {
    convert(wrong, 'Asia/Kolkata');
  } catch (error) {
    errors = (error as { details: { errors: { pointer: string }[] } }).details.errors.map((one) => one.pointer);
  }
  expect(errors).toEqual(['/lines/0/price', '/lines/0/quantity', '/lines/0/at']);
  expect(outputConverter(schema)({ name: 'Bolt', lines: [{ price: 1050, quantity: 1 }] })).toEqual({
    name: 'Bolt',
    lines: [{ price: 10.5, quantity: 1 }],
  });
});
