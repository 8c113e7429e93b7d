/** Reports as files: on paper they say what the page says, to the paisa; in workbooks people read words. */
import { readSheet } from '@tenantry/kernel/http/sheets_read.ts';
import type { Caller } from '@tenantry/kernel/testing/caller.ts';
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pdfPages } from '../testing/pdf_text.ts';
import { make, openSeller, type Seller, salesWorld } from '../testing/sales.ts';
import { reportRoutes } from './reports.routes.ts';

let world: World;
let office: Seller;
let indian: Seller;
let neighbour: Seller;

const SPAN = 'from=2026-04-01&to=2026-11-20';
/** Every report that leaves as a file and is not of one account or party. */
const PATHS = reportRoutes
  .filter(({ path, input }) => 'format' in input.properties && !path.includes('{'))
  .map(({ path }) => path.slice('/reports/'.length));
const asked = (path: string): string =>
  `/api/reports/${path}?${/as_of/.test(JSON.stringify(inputOf(path))) ? 'as_of=2026-11-20' : SPAN}`;
const inputOf = (path: string) => reportRoutes.find((one) => one.path === `/reports/${path}`)?.input.properties;

beforeAll(async () => {
  world = await salesWorld();
  [office, indian, neighbour] = [
    await openSeller(world, 'paper-co'),
    await openSeller(world, 'kagaz-co'),
    await openSeller(world, 'next-co'),
  ];
  for (const seller of [office, indian]) {
    const first = await seller.sell(11_80_000, { date: '2026-08-01', due_date: '2026-08-15' });
    await seller.sell(2360, { date: '2026-10-01', due_date: '2026-10-31', customer_id: seller.other });
    const paid = { party_id: seller.customer, date: '2026-09-10', amount: 1000, mode: 'cash' };
    await make(seller.owner, '/api/payments', { ...paid, allocations: [{ document_id: first, amount: 900 }] });
  }
  expect((await indian.owner.put('/api/letterhead', { language: 'hi' })).status).toBe(200);
});
afterAll(() => world?.close());

interface Answered {
  name: string;
  pages: string[];
  text: string;
}

async function pdf(path: string, by: Caller = office.owner): Promise<Answered> {
  const reply = await by.get(`${path}${path.includes('?') ? '&' : '?'}format=pdf`);
  expect([reply.status, reply.headers['content-type']], reply.text.slice(0, 300)).toEqual([200, 'application/pdf']);
  const pages = pdfPages(reply.bytes).map((page) => page.replaceAll(/\s+/g, ' '));
  const name = decodeURIComponent(
    /filename\*=UTF-8''(.+)$/.exec(String(reply.headers['content-disposition']))?.[1] ?? '',
  );
  return { name, pages, text: pages.join(' ') };
}
const json = async (path: string) => (await office.owner.get(path)).body.data;
/** Rupees of the wire as paper writes them. */
const written = (rupees: number): string => {
  const text = Math.abs(rupees).toLocaleString('en-IN', { minimumFractionDigits: 2 });
  return rupees < 0 ? `(${text})` : text;
};

test('the trial balance on paper: whose, of which days, every account, and totals that agree', async () => {
  const path = `/api/reports/trial-balance?${SPAN}`;
  const { name, text } = await pdf(path);
  expect(name).toBe('trial-balance_2026-04-01_2026-11-20.pdf');
  for (const said of ['paper-co', 'GSTIN: 27AAPFU0939F1ZV', 'Trial balance', '1 April 2026 to 20 November 2026'])
    expect(text).toContain(said);
  expect(text).toMatch(/Made on \d\d-\d\d-\d{4} \d\d:\d\d/);
  expect(text).toContain('Page 1 / 1');
  expect(text).toContain('Code Account Opening Debit Credit Closing');
  const { rows, totals } = await json(path);
  expect(rows.length).toBeGreaterThan(3);
  for (const { code, name: account, debit, credit, closing } of rows)
    expect(text).toContain([code, account, ...[debit, credit, closing].filter(Boolean).map(written)].join(' '));
  expect(text).toContain(
    `Total ${[totals.opening, totals.debit, totals.credit, totals.closing].map(written).join(' ')}`,
  );
  expect(totals.debit).toBeGreaterThan(11_80_000);
});

test('profit and loss and balance sheet have the headings and sums of the page', async () => {
  const profit = await json(`/api/reports/profit-and-loss?${SPAN}`);
  const { text } = await pdf(`/api/reports/profit-and-loss?${SPAN}`);
  expect(text).toContain(
    `Income ${profit.rows[0].code} Service income ${written(profit.income)} Income: sum ${written(profit.income)} Expenses Expenses: sum 0.00 Profit ${written(profit.profit)}`,
  );
  const sheet = await json('/api/reports/balance-sheet?as_of=2026-11-20');
  const paper = await pdf('/api/reports/balance-sheet?as_of=2026-11-20');
  expect(paper.name).toBe('balance-sheet_2026-11-20.pdf');
  expect(paper.text).toContain('At the end of 20 November 2026');
  for (const said of [
    `Assets: sum ${written(sheet.assets)}`,
    `Liabilities: sum ${written(sheet.liabilities)}`,
    `Profit up to this day ${written(profit.profit)} Equity: sum ${written(sheet.equity)}`,
    `Liabilities and equity ${written(sheet.assets)}`,
  ])
    expect(paper.text).toContain(said);
});

test('a ledger on paper runs from its opening to its closing, its heads on each page; a statement is the one that is sent', async () => {
  const { id } = (await office.owner.get('/api/accounts?limit=200')).body.data.find(
    ({ role }: { role: string }) => role === 'receivable',
  );
  const whole = await json(`/api/reports/ledger/${id}?${SPAN}`);
  const { name, text } = await pdf(`/api/reports/ledger/${id}?${SPAN}`);
  expect(name).toBe('ledger-Customers_2026-04-01_2026-11-20.pdf');
  expect(text).toContain('Ledger: Customers');
  expect(text).toContain('Date Particulars Party Debit Credit Balance Opening 0.00 01-08-2026');
  expect(text).toContain('Local Stores 1,000.00 11,79,000.00');
  expect(text).toContain(`Total 11,82,360.00 1,000.00 Closing ${written(whole.closing)}`);
  const lines = Array.from({ length: 60 }, (_, at) => ({
    ...(at % 2 ? { account_id: account('5200'), debit: at } : { account_id: account('5200'), credit: at + 1 }),
  }));
  await make(office.owner, '/api/journals', { date: '2026-10-05', narration: 'Many at once', lines });
  const long = await pdf(`/api/reports/ledger/${account('5200')}?${SPAN}`);
  expect(long.pages.length).toBe(2);
  expect(long.pages[1]).toContain('Date Particulars Party Debit Credit Balance');
  expect(long.pages[1]).toContain('Page 2 / 2');
  const statement = await pdf(`/api/reports/statement/${office.customer}?${SPAN}`);
  expect(statement.name).toBe('statement-Local-Stores_2026-04-01_2026-11-20.pdf');
  expect(statement.text).toContain('Statement of account');
});

let accounts: Record<string, string> = {};
const account = (code: string): string => accounts[code] as string;
beforeAll(async () => {
  const rows = (await office.owner.get('/api/accounts?limit=200')).body.data;
  accounts = Object.fromEntries(rows.map(({ code, id }: Record<string, string>) => [code, id]));
});

test.each(PATHS)('%s goes out as PDF and as workbook, in the words of the organisation', async (path) => {
  const english = await pdf(asked(path));
  expect(english.text).toContain('paper-co');
  // What people read has no signs of programs.
  expect(english.text).not.toMatch(/[a-z]_[a-z]/);
  const hindi = await pdf(asked(path), indian.owner);
  expect(hindi.text).toMatch(/\d\d-\d\d-\d{4} \d\d:\d\d को बना/);
  const { rows } = (await indian.owner.get(asked(path))).body.data;
  const sheet = async (by: Caller) => {
    const { bytes } = await by.get(`${asked(path)}&format=xlsx`);
    return (await readSheet({ name: 'a.xlsx', media_type: '', bytes })).map(({ cells }) => cells);
  };
  const [heads = [], ...further] = await sheet(indian.owner);
  expect(heads.filter((head) => !/\p{Script=Devanagari}|^[A-Z/% ]+$/u.test(String(head)))).toEqual([]);
  expect(further.length).toBeGreaterThanOrEqual(rows.length);
  const [words = []] = await sheet(office.owner);
  expect(words.filter((head) => !/^[A-Z0-9]/.test(String(head)))).toEqual([]);
  const csv = await office.owner.get(`${asked(path)}&format=csv`);
  expect(csv.text.split(/\r?\n/)[0]?.replace('\ufeff', '').split(',')).toHaveLength(words.length);
  expect(csv.text).toMatch(/^\ufeff?[a-z_0-9,]+\r?\n/);
});

test('the sales register says what it is narrowed to, and leaves out taxes that nothing bore', async () => {
  const all = await pdf(`/api/reports/sales?${SPAN}&by=customer`);
  expect(all.name).toBe('sales-by-customer_2026-04-01_2026-11-20.pdf');
  expect(all.text).toContain('Sales register: By customer');
  const { totals } = await json(`/api/reports/sales?${SPAN}&by=customer`);
  const { documents, taxable_value, cgst, sgst, igst, total } = totals;
  expect(all.text).toContain(`Total ${documents} ${[taxable_value, cgst, sgst, igst, total].map(written).join(' ')}`);
  expect(all.text).not.toContain('Cess');
  const one = await pdf(`/api/reports/sales?${SPAN}&by=document&customer_id=${office.other}&place_of_supply=29`);
  expect(one.text).toContain('20 November 2026 · Far Traders · 29-Karnataka');
  expect(one.text).toContain('01-10-2026 INV/26-27/0002 Far Traders 29-Karnataka 2,000.00');
  const nobody = await pdf(`/api/reports/sales?${SPAN}&customer_id=${neighbour.customer}`);
  expect(nobody.text).toContain('20 November 2026 Date');
  expect(nobody.text).not.toContain('Local Stores');
  const months = await pdf(`/api/reports/sales?${SPAN}&by=month`, indian.owner);
  expect(months.text).toContain('अगस्त 2026');
  expect((await pdf(`/api/reports/sales?${SPAN}&by=line&rate=18`)).text).toContain('GST %: 18%');
});

test('Hindi: heads, sections and days as they are read', async () => {
  const { text } = await pdf(`/api/reports/profit-and-loss?${SPAN}`, indian.owner);
  for (const said of ['लाभ', 'आय', 'खर्च', 'खाता', '1 अप्रैल 2026 से 20 नवंबर 2026 तक', 'पेज 1 / 1'])
    expect(text).toContain(said);
  expect(text).toContain('10,02,000.00');
});

test('a ledger that is too long for paper is refused with the way out; as CSV it goes', async () => {
  const big = await openSeller(world, 'large-co');
  const cash = (await big.owner.post('/api/accounts', { name: 'Till', class: 'cash' })).body.data.id;
  const voucher = (await make(big.owner, '/api/journals', {
    date: '2026-10-05',
    narration: 'First',
    lines: [
      { account_id: cash, debit: 5 },
      { account_id: cash, credit: 5 },
    ],
  })) as string;
  // Rows that nobody typed need not be looked at one by one.
  await world.admin.query('set session_replication_role = replica');
  await world.admin.query(
    `insert into journal_lines (tenant_id, journal_id, line, account_id, date, debit, credit)
     select $1, $2, n, $3, '2026-10-05', n % 2 * 100, (n + 1) % 2 * 100 from generate_series(3, 5002) n`,
    [big.id, voucher, cash],
  );
  await world.admin.query('reset session_replication_role');
  const path = `/api/reports/ledger/${cash}?${SPAN}`;
  const refused = await big.owner.get(`${path}&format=pdf`);
  expect([refused.status, refused.body.code]).toEqual([422, 'reports.too_long']);
  expect(refused.body.detail).toBe(
    'A PDF of this holds at most 5,000 lines; take it as CSV or Excel, or choose a shorter period.',
  );
  expect((await big.owner.get(`${path}&format=csv`)).text.trim().split('\n')).toHaveLength(5003);
});

test('who may not export gets none, nor does the neighbour; what left is in the trail', async () => {
  const reader = await office.hire('reader', ['reports.read']);
  for (const path of [...PATHS, `statement/${office.customer}`, `ledger/${account('5200')}`])
    expect((await reader.get(`/api/reports/${path}?format=pdf`)).status, path).toBe(403);
  for (const path of [`statement/${office.customer}`, `ledger/${account('5200')}`])
    expect((await neighbour.owner.get(`/api/reports/${path}?format=pdf`)).status, path).toBe(404);
  const theirs = await pdf(`/api/reports/trial-balance?${SPAN}`, neighbour.owner);
  expect(theirs.text).not.toContain('Customers');
  const { rows } = await world.admin.query(
    "select after from audit_entries where tenant_id = $1 and action = 'reports.read'",
    [neighbour.id],
  );
  expect(rows).toEqual([{ after: { filter: { from: '2026-04-01', to: '2026-11-20', format: 'pdf' } } }]);
});
