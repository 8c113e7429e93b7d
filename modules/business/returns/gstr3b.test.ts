/** Where advances stand in GSTR-3B: in 3.1(a), and those of zero-rated supplies in 3.1(b). Pure. */
import { expect, test } from 'vitest';
import type { AdvanceRow } from './advances.ts';
import { gstr3bOf } from './gstr3b.ts';

const advance = (place_of_supply: string, head: 'intra' | 'inter', taxable_value: number): AdvanceRow => ({
  ...{ voucher_id: '', number: 'ADV/26-27/0001', date: '2026-11-02', party: 'Somebody', rate: 18 },
  ...{ place_of_supply, head, taxable_value },
  igst: head === 'inter' ? taxable_value * 0.18 : 0,
  cgst: head === 'intra' ? taxable_value * 0.09 : 0,
  sgst: head === 'intra' ? taxable_value * 0.09 : 0,
});

test('what is taken from abroad or from a special zone is no supply within India', () => {
  const taken = [
    advance('27', 'intra', 100_000),
    advance('29', 'inter', 200_000),
    // A special zone in the state of the supplier bears IGST.
    advance('27', 'inter', 400_000),
    advance('96', 'inter', 800_000),
  ];
  const { sup_details } = gstr3bOf('27AAPFU0939F1ZV', '2026-11', [], taken);
  expect(sup_details.osup_det).toEqual({ txval: 3000, iamt: 360, camt: 90, samt: 90, csamt: 0 });
  expect(sup_details.osup_zero).toEqual({ txval: 12_000, iamt: 2160, csamt: 0 });
});
