/** Predicted reference numbers against ones that the portal gave. */
import { expect, test } from 'vitest';
import { predictIrn } from './irn.ts';

test.each([
  [
    '01AMBPG7773M002',
    '2022-11-01',
    'INVSINV-CFY-00067'.slice(3),
    '706daeccda0ef6f818da78f3a2a05a1288731057373002289b46c3229289a2e7',
  ],
  [
    '27AAPFU0939F1ZV',
    '2026-11-14',
    'INV/26-27/0001',
    '9efcd69e1cc84d91ed116005336478e3b6635ee8267b9d64c6b9edec6107932a',
  ],
  [
    '27AABFS1234A1ZV',
    '2026-11-14',
    'INV/26-27/00042',
    '1b12576dd9b6281c1acc2626d009a5258964624634852b74893d1ae288f27e88',
  ],
])('%s of %s, %s', (gstin, date, number, irn) => {
  expect(predictIrn(gstin, date, 'INV', number)).toBe(irn);
  expect(predictIrn(gstin, date, 'INV', number.toLowerCase())).toBe(irn);
  expect(predictIrn(gstin, date, 'CRN', number)).not.toBe(irn);
});
