/** Sample data: a few records of each kind, taken in as imports, so that one act takes all of them back. */
import type { App } from '@tenantry/ui/screens/app.tsx';

/** A column that no field has: by it the batches of the sample are known among all imports. */
const MARK = 'tenantry_sample';

const SAMPLE: Record<string, readonly Record<string, string | number>[]> = {
  customers: [
    { name: 'Sharma General Store', phone: '9000000201', city: 'Pune', state: 'Maharashtra' },
    { name: 'Lakshmi Traders', phone: '9000000202', city: 'Bengaluru', state: 'Karnataka' },
    { name: 'Patel and Sons', phone: '9000000203', city: 'Surat', state: 'Gujarat' },
  ],
  vendors: [
    { name: 'Deccan Wholesale', phone: '9000000301', city: 'Hyderabad', state: 'Telangana' },
    { name: 'Ganga Packaging', phone: '9000000302', city: 'Kanpur', state: 'Uttar Pradesh' },
  ],
  products: [
    { name: 'Notebook, 200 pages', unit: 'NOS', sale_price: 60, tax_rate: 18 },
    { name: 'Steel bottle, 1 litre', unit: 'NOS', sale_price: 349, tax_rate: 18 },
    { name: 'Delivery in the city', kind: 'service', sale_price: 100, tax_rate: 18 },
  ],
};

interface Batch {
  id: string;
  noun: string;
  mapping: Record<string, string | null>;
  created_count: number;
  undone_at: string | null;
}

/** The batches of the sample that are there, of those imports that are shown. */
export async function listSample(app: App): Promise<Batch[]> {
  const { data } = await app.call<Batch[]>('GET /imports', { limit: 200 });
  return data.filter(({ mapping, undone_at }) => undone_at === null && MARK in mapping);
}

/** Loads the sample, kind by kind. */
export async function loadSample(app: App): Promise<void> {
  for (const [noun, rows] of Object.entries(SAMPLE))
    await app.call(`POST /${noun}/import`, {
      mode: 'commit',
      on_duplicate: 'skip',
      mapping: { [MARK]: null },
      rows: rows.map((row) => ({ ...row, [MARK]: 'x' })),
    });
}

/** Takes every batch of the sample back. Throws what the server says of one whose records were worked on. */
export async function wipeSample(app: App): Promise<void> {
  for (const { id } of await listSample(app)) await app.call('POST /imports/{import}/undo', { import: id });
}
