/** Rates by HSN and SAC code that come with the product: data with dates, so that a new notification is a new line. */
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { HsnRate } from './hsn-rates.schema.ts';

const rupees = (value: number): Paise => (value * 100) as Paise;

const usual = { treatment: 'taxable', cess_rate: 0, above_price: null, above_rate: null } as const;

/** Notification 9/2025 Central Tax (Rate) of 17-09-2025: up to 2,500 a piece or pair 5 %, what is dearer 18 %. */
const CLOTHES = { ...usual, valid_from: '2025-09-22', tax_rate: 5, above_price: rupees(2500), above_rate: 18 };

/** Notification 14/2025 Central Tax (Rate) of 17-09-2025. */
const BRICKS = { ...usual, valid_from: '2025-09-22', tax_rate: 12 };

/** Notification 19/2025 Central Tax (Rate) of 31-12-2025; before it a cess of many kinds was on top, which people say. */
const TOBACCO = { ...usual, valid_from: '2026-02-01', tax_rate: 40 };

/**
 * What is certain of a whole code. A part of one (fly-ash bricks in 6815) is left to organisations, and so are unmanufactured
 * tobacco (2401, whose leaves bear another rate) and parts of footwear (6406).
 */
export const SHIPPED: readonly HsnRate[] = [
  { ...CLOTHES, hsn: '61', description: 'Apparel and accessories, knitted or crocheted' },
  { ...CLOTHES, hsn: '62', description: 'Apparel and accessories, not knitted or crocheted' },
  { ...CLOTHES, hsn: '6401', description: 'Waterproof footwear of rubber or plastics' },
  { ...CLOTHES, hsn: '6402', description: 'Other footwear of rubber or plastics' },
  { ...CLOTHES, hsn: '6403', description: 'Footwear with uppers of leather' },
  { ...CLOTHES, hsn: '6404', description: 'Footwear with uppers of textile' },
  { ...CLOTHES, hsn: '6405', description: 'Other footwear' },
  // A unit of accommodation for one day; the lower rate is without input credit.
  { ...CLOTHES, hsn: '996311', description: 'Hotel rooms, for a day', above_price: rupees(7500) },
  { ...BRICKS, hsn: '69010010', description: 'Bricks of fossil meals or similar siliceous earths' },
  { ...BRICKS, hsn: '69041000', description: 'Building bricks' },
  { ...BRICKS, hsn: '69051000', description: 'Earthen or roofing tiles' },
  { ...TOBACCO, hsn: '21069020', description: 'Pan masala' },
  { ...TOBACCO, hsn: '2402', description: 'Cigars, cheroots, cigarillos and cigarettes' },
  { ...TOBACCO, hsn: '2403', description: 'Other manufactured tobacco' },
  { ...TOBACCO, hsn: '24031921', description: 'Biris', tax_rate: 18 },
  { ...TOBACCO, hsn: '24031929', description: 'Biris', tax_rate: 18 },
];
