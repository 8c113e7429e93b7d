/** Financial years at their borders. */
import { expect, test } from 'vitest';
import {
  fiscalYearLabel,
  fiscalYearOf,
  fiscalYearSpan,
  monthSpan,
  portalDate,
  quarterOf,
  returnPeriod,
} from './fiscal.ts';

test('the year turns on the first of April', () => {
  expect(fiscalYearOf('2027-03-31')).toBe(2026);
  expect(fiscalYearOf('2027-04-01')).toBe(2027);
  expect(fiscalYearOf('2026-12-31', 1)).toBe(2026);
});

test('its names', () => {
  expect(fiscalYearLabel(2026)).toBe('2026-27');
  expect(fiscalYearLabel(2026, 'short')).toBe('26-27');
  expect(fiscalYearLabel(2099)).toBe('2099-00');
  expect(fiscalYearLabel(1999, 'short')).toBe('99-00');
});

test('its days, leap years included', () => {
  expect(fiscalYearSpan(2026)).toEqual({ from: '2026-04-01', to: '2027-03-31' });
  expect(fiscalYearSpan(2027, 3)).toEqual({ from: '2027-03-01', to: '2028-02-29' });
  expect(fiscalYearSpan(2026, 1)).toEqual({ from: '2026-01-01', to: '2026-12-31' });
  expect(monthSpan('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
});

test('quarters begin in April', () => {
  const months = ['04', '06', '07', '09', '10', '12', '01', '03'];
  expect(months.map((month) => quarterOf(`2026-${month}-15`))).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
});

test('the portal’s spellings', () => {
  expect(returnPeriod('2026-11')).toBe('112026');
  expect(portalDate('2026-11-14')).toBe('14-11-2026');
  expect(portalDate('2026-11-14', '/')).toBe('14/11/2026');
});
