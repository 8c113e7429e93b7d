/** Units and HSN codes as people write them. */
import { expect, test } from 'vitest';
import { isServiceCode, judgeHsn } from './hsn.ts';
import { UQC, uqcOf } from './uqc.ts';

test('units as people write them', () => {
  expect(Object.keys(UQC)).toHaveLength(45);
  for (const [code, name] of Object.entries(UQC))
    for (const word of [code, code.toLowerCase(), name]) expect(uqcOf(word)).toBe(code);
  const said = {
    kg: 'KGS',
    Kilogram: 'KGS',
    'NOS-NUMBERS': 'NOS',
    Pcs: 'PCS',
    Litre: 'LTR',
    strips: 'OTH',
    hour: 'OTH',
  };
  for (const [word, code] of Object.entries(said)) expect(uqcOf(word), word).toBe(code);
  expect(uqcOf('parsec')).toBeNull();
  expect(uqcOf('')).toBeNull();
});

test('HSN and SAC codes', () => {
  expect(judgeHsn('7318.15 00', 'goods')).toEqual({ hsn: '73181500' });
  expect(judgeHsn('9983', 'service')).toEqual({ hsn: '9983' });
  expect(judgeHsn('4021010')).toMatchObject({ fault: expect.stringMatching(/leading 0/) });
  for (const bad of ['73', '731', '73181', '7318150', '731815001', '0012', 'abcd'])
    expect(judgeHsn(bad)).toHaveProperty('fault');
  expect(judgeHsn('998314', 'goods')).toHaveProperty('fault');
  expect(judgeHsn('7318', 'service')).toHaveProperty('fault');
  expect(isServiceCode('998314')).toBe(true);
});
