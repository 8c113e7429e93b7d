/** An invoice of nobody to nobody, by which a letterhead is looked at before the first true one is issued. */
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Profile } from '@tenantry/kernel/tenancy/profile.ts';
import { assess } from '../documents/assess.ts';
import type { DocumentHead } from '../documents/documents.schema.ts';
import { NO_OWN } from '../gst-values/own.ts';
import type { Party } from '../parties/parties.schema.ts';
import type { PaperDocument } from './paper.ts';

const CUSTOMER = {
  ...{ id: '', name: 'Sample Traders', gstin: null, category: 'unregistered', phone: null, email: null },
  ...{ address_line1: '12 Station Road', address_line2: null, city: 'Sample City', pincode: '400001' },
  ...{ terms_days: 30, credit_limit: null, opening_balance: 0 as Paise, is_active: true },
} as unknown as Party;

const LINES = [
  { description: 'First item', hsn: '73181500', quantity: 12, unit: 'NOS', unit_price: 250, tax_rate: 18 },
  { description: 'Second item', hsn: '48201010', quantity: 4, unit: 'BOX', unit_price: 1200, tax_rate: 18 },
  { description: 'Some work', hsn: '998719', quantity: 1, unit: 'OTH', unit_price: 1500, tax_rate: 18 },
];

/** Computed as a true one is, within the organisation's state. */
export function sampleInvoice(seller: Profile, is_composition: boolean, today: string): PaperDocument {
  const state = seller.state ?? '27';
  const { head, lines } = assess(
    { customer_id: '', lines: LINES },
    {
      kind: 'invoice',
      seller: { ...seller, state },
      customer: { ...CUSTOMER, state },
      products: new Map(),
      offers: [],
      rates: [],
      standing: { outstanding: 0, overdue: 0 },
      is_composition,
      gst_values: NO_OWN,
      today,
    },
  );
  const computed = head as unknown as DocumentHead;
  return {
    ...computed,
    ...{ id: '', number: 'INV/0001', status: 'issued', seller, lines, amount_in_words: '', warnings: [] },
    ...{ cancel_reason: null, balance: computed.total },
  };
}
