/** Advances of several GSTINs over HTTP: each return tells its own, all of them together are the whole, and a month closes for one alone. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';

const OWN = '27AAPFU0939F1ZV';
const THEIRS = '29AABPM5678B2ZL';

let world: World;
let many: Office;
let party_id: string;
let bengaluru: string;
/** Without a GSTIN of its own. */
let nagpur: string;

beforeAll(async () => {
  world = await sellingWorld();
  many = await openOffice(world, 'many-co');
  party_id = await make(many.owner, '/api/customers', { name: 'Local Stores', state: 'Karnataka' });
  bengaluru = await make(many.owner, '/api/branches', { code: 'BLR', name: 'Bengaluru', gstin: THEIRS });
  nagpur = await make(many.owner, '/api/branches', { code: 'NGP', name: 'Nagpur' });
  await happen();
}, 60_000);
afterAll(() => world?.close());

const receive = (changes: object) =>
  many.owner.post('/api/payments', { party_id, amount: 1180, mode: 'upi', advance_nature: 'service', ...changes });
async function sell(branch_id: string | null, date: string): Promise<string> {
  const line = { description: 'Fitting', hsn: '998719', quantity: 1, unit_price: 1180, tax_rate: 18 };
  const sale = { customer_id: party_id, branch_id, date, prices_include_tax: true, lines: [line] };
  const id = await make(many.owner, '/api/invoices', sale);
  const issued = await many.owner.post(`/api/invoices/${id}/issue`, {});
  expect(issued.status, issued.text).toBe(200);
  return id;
}

interface Told {
  itms: { ad_amt: number; iamt?: number; camt?: number; samt?: number }[];
}
const returnOf = async (gstin: string, period: string) => {
  const reply = await many.owner.get(`/api/gst/gstr1?period=${period}&gstin=${gstin}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.data;
};
const paise = (of: Told[] = []): number[] =>
  (['ad_amt', 'iamt', 'camt', 'samt'] as const).map((name) =>
    of.flatMap(({ itms }) => itms).reduce((sum, one) => sum + Math.round((one[name] ?? 0) * 100), 0),
  );

/** What was received of advances in a month less what was used and given back, GSTIN by GSTIN or not. */
async function bookedOf(period: string): Promise<number[]> {
  const { rows } = await world.admin.query(
    `select sum(sign * l.taxable_value::bigint)::int as value, sum(sign * l.igst::bigint)::int as igst,
       sum(sign * l.cgst::bigint)::int as cgst, sum(sign * l.sgst::bigint)::int as sgst
     from (select 1 as sign, date, taxable_value, igst, cgst, sgst from payments where tenant_id = $1 and voucher = 'receipt_voucher'
       union all select -1, date, taxable_value, igst, cgst, sgst from payments where tenant_id = $1 and voucher = 'refund_voucher'
       union all select -1, date, taxable_value, igst, cgst, sgst from payment_allocations where tenant_id = $1) l
     where to_char(date, 'YYYY-MM') = $2`,
    [many.id, period],
  );
  return Object.values(rows[0]);
}

const DAYS = ['2026-10-20', '2026-10-31', '2026-11-05', '2026-11-07'] as const;
/** Advances here and there, of which a part is invoiced or given back, in their month or after it. */
const happened = fc.record({
  place: fc.constantFrom('bengaluru', 'nagpur', 'none'),
  amount: fc.integer({ min: 10_000, max: 500_000 }),
  tax_rate: fc.constantFrom(5, 12, 18),
  end: fc.constantFrom('invoiced', 'refund', 'open'),
  part: fc.integer({ min: 1, max: 10_000 }),
  day: fc.constantFrom(...DAYS),
});

async function happen(): Promise<void> {
  const places = { bengaluru, nagpur, none: null };
  for (const { place, amount, tax_rate, end, part, day } of fc.sample(happened, { seed: 25, numRuns: 24 })) {
    const branch_id = places[place as keyof typeof places];
    const made = await receive({ branch_id, amount: amount / 100, tax_rate, date: '2026-10-10' });
    expect(made.status, made.text).toBe(201);
    const path = `/api/payments/${made.body.data.id}`;
    const ended =
      end === 'invoiced'
        ? await many.owner.post(`${path}/allocate`, {
            allocations: [{ document_id: await sell(branch_id, day), amount: part / 100 }],
            date: day,
          })
        : end === 'refund'
          ? await many.owner.post(`${path}/refund`, { mode: 'upi', amount: part / 100, date: day })
          : made;
    expect(ended.status, ended.text).toBeLessThan(300);
  }
}

test('each GSTIN tells its own advances, and all of them together are the whole', async () => {
  for (const period of ['2026-10', '2026-11']) {
    const both = [await returnOf(OWN, period), await returnOf(THEIRS, period)];
    const told = both.map(({ at, txpd }) => paise(at).map((sum, index) => sum - (paise(txpd)[index] as number)));
    expect(told.every(([value]) => value !== 0)).toBe(true);
    expect(told[0]?.map((sum, index) => sum + (told[1]?.[index] as number))).toEqual(await bookedOf(period));
  }
});

test('numbers, boxes and documents are of the one GSTIN, and a month that it files is closed for it alone', async () => {
  const { owner } = many;
  const [first, last] = await Promise.all(
    ['number', '-number'].map(async (sort) => {
      const query = `voucher=receipt_voucher&branch_id=${bengaluru}&limit=1&sort=${sort}`;
      return (await owner.get(`/api/payments?${query}`)).body.data[0].number as string;
    }),
  );
  const counter = Number((last as string).slice(-4));
  expect([first, counter > 3]).toEqual(['ADVBLR/2627/0001', true]);
  const october = await returnOf(THEIRS, '2026-10');
  expect(october.doc_issue.doc_det).toContainEqual({
    doc_num: 6,
    docs: [{ num: 1, from: first, to: last, totnum: counter, cancel: 0, net_issue: counter }],
  });
  const boxes = async (gstin: string) =>
    (await owner.get(`/api/gst/gstr3b?period=2026-10&gstin=${gstin}`)).body.data.sup_details.osup_det;
  expect(await boxes(THEIRS)).toMatchObject({ iamt: 0 });
  expect(await boxes(OWN)).toMatchObject({ camt: 0 });
  const behind = await owner.get(`/api/gst/documents?period=2026-10&section=at&gstin=${THEIRS}`);
  const numbers: string[] = behind.body.data.map(({ number }: { number: string }) => number);
  expect(numbers.length).toBeGreaterThan(3);
  expect(numbers.filter((number) => !number.startsWith('ADVBLR/'))).toEqual([]);

  const filing = { return: 'gstr1', gstin: THEIRS, period: '2026-10', arn: 'AA291026000001X', filed_on: '2026-11-10' };
  expect((await owner.post('/api/gst-filings', filing)).status).toBe(201);
  const late = { date: '2026-10-28' };
  const closed = await receive({ ...late, branch_id: bengaluru });
  expect([closed.status, closed.body.errors?.[0]?.pointer], closed.text).toEqual([422, '/date']);
  expect(closed.body.detail).toContain(THEIRS);
  expect((await receive({ ...late, branch_id: nagpur })).status).toBe(201);
  // No tax, no return that tells it.
  expect((await receive({ ...late, branch_id: bengaluru, advance_nature: 'goods' })).status).toBe(201);
});

test('an advance before any invoice makes its month one that is due', async () => {
  const { owner } = await openOffice(world, 'first-co');
  const customer = await make(owner, '/api/customers', { name: 'First', state: 'Karnataka' });
  const due = async (): Promise<string[]> =>
    (await owner.get('/api/gst-filings/due')).body.data.map(({ period }: { period: string }) => period);
  expect(await due()).not.toContain('2026-10');
  const advance = { party_id: customer, amount: 1180, mode: 'upi', advance_nature: 'service', date: '2026-10-10' };
  await make(owner, '/api/payments', advance);
  expect(await due()).toContain('2026-10');
});
