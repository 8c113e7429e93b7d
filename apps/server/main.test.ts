/** The program as its operator meets it: first start, later starts, Ctrl-C, kill -9, a second instance, wrong settings. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Caller, callerAt } from '@tenantry/kernel/testing/caller.ts';
import { afterAll, expect, test } from 'vitest';
import { startProgram } from './testing/program.ts';

const data = mkdtempSync(join(tmpdir(), 'tenantry-main-'));
const operator = { ADMIN_EMAIL: 'operator@platform.example', ADMIN_PASSWORD: 'main operator pass phrase' };

/** The owner of the demo's trading house, as the first start tells him. */
let trader: [email: string, password: string];

afterAll(() => rmSync(data, { recursive: true, force: true }));

test('the first start loads the demo and says how to sign in; people of the demo see their own tenant alone', async () => {
  const program = await startProgram({ DATA_DIR: data, ...operator });
  try {
    const logins = [...program.output().matchAll(/^ {2}(\S+)\s+(\S+@\S+) {2}(\S.*?) {2}\((\w+)\)$/gm)];
    expect(new Set(logins.map((login) => login[1])).size).toBe(4);
    const owner = logins.find(([, tenant, , , role]) => tenant === 'demo-trading' && role === 'owner');
    trader = [owner?.[2] as string, owner?.[3] as string];
    const seen = new Set<string>();
    for (const [, tenant, email, password] of logins.filter((login) => login[4] === 'owner')) {
      const caller = await callerAt(program.address).signIn(email as string, password as string);
      const customers = await caller.get('/api/customers?limit=200');
      expect(customers.status, customers.text).toBe(200);
      expect(customers.body.data.length, tenant).toBeGreaterThan(0);
      for (const { id } of customers.body.data) {
        expect(seen.has(id)).toBe(false);
        seen.add(id);
      }
    }
    const refused = await startProgram({ DATA_DIR: data, ...operator }).then(
      () => 'a second instance started',
      (error: Error) => error.message,
    );
    expect(refused).toMatch(/already|another|running/i);
  } finally {
    expect(await program.stop('SIGINT')).toBe(0);
  }
});

test('what was acknowledged is there after kill -9, whole, and the books balance; the next start needs no help', async () => {
  const first = await startProgram({ DATA_DIR: data, ...operator });
  const admin = await callerAt(first.address).signIn(operator.ADMIN_EMAIL, operator.ADMIN_PASSWORD);
  const owner = await callerAt(first.address).signIn(...trader);
  const customer = (await owner.get('/api/customers?limit=1')).body.data[0];
  const line = { description: 'Fitting', hsn: '73181500', unit: 'NOS', quantity: 2, unit_price: 99.5, tax_rate: 18 };
  const known = async (caller: Caller, path: string): Promise<string[]> =>
    (await caller.get(path)).body.data.map((one: { id: string }) => one.id);
  // What the demo sold is there before.
  const before = new Set(await known(owner, '/api/invoices?limit=200'));
  const drafts = await Promise.all(
    Array.from({ length: 30 }, () => owner.post('/api/invoices', { customer_id: customer.id, lines: [line, line] })),
  );
  const [acknowledged, numbers]: string[][] = [[], []];
  const killInTheMidst = (): void => {
    if (acknowledged?.length && (numbers?.length ?? 0) >= 3) first.process.kill('SIGKILL');
  };
  const create = async (slug: string): Promise<void> => {
    const reply = await admin
      .post('/api/tenants', { name: `Tenant ${slug}`, slug, organization_type: 'business' })
      .catch(() => null);
    if (reply?.status === 201) acknowledged?.push(slug);
    killInTheMidst();
  };
  const issue = async (id: string): Promise<void> => {
    const reply = await owner.post(`/api/invoices/${id}/issue`, {}).catch(() => null);
    if (reply?.status === 200) numbers?.push(reply.body.data.number);
    killInTheMidst();
  };
  await Promise.all([
    ...Array.from({ length: 20 }, (_, index) => create(`kept-${index}`)),
    ...drafts.map((draft) => issue(draft.body.data.id)),
  ]);
  await first.stop('SIGKILL');
  expect(numbers?.length).toBeGreaterThanOrEqual(3);
  expect(numbers?.length, 'it was killed too late to tell').toBeLessThan(30);
  const second = await startProgram({ DATA_DIR: data, ...operator });
  try {
    const again = await callerAt(second.address).signIn(operator.ADMIN_EMAIL, operator.ADMIN_PASSWORD);
    for (const slug of acknowledged ?? []) expect((await again.get(`/api/tenants/${slug}`)).status, slug).toBe(200);
    const trading = await callerAt(second.address).signIn(...trader);
    const isNew = ({ id }: { id: string }): boolean => !before.has(id);
    const all = (await trading.get('/api/invoices?status=issued&sort=number&limit=200')).body.data;
    const issued = all.filter(isNew);
    // Without a gap from the first on, and none that was told is missing.
    const counters = issued.map((one: { number: string }) => Number(one.number.slice(-4)));
    expect(counters).toEqual(issued.map((_: unknown, index: number) => counters[0] + index));
    expect(issued.map((one: { number: string }) => one.number)).toEqual(expect.arrayContaining(numbers as string[]));
    for (const { id } of issued) expect((await trading.get(`/api/invoices/${id}`)).body.data.lines).toHaveLength(2);
    const vouchers = (await trading.get('/api/journals?kind=sale&limit=200')).body.data;
    expect(vouchers.map((one: { source_id: string }) => one.source_id).sort()).toEqual(
      all.map((one: { id: string }) => one.id).sort(),
    );
    const { totals } = (await trading.get('/api/reports/trial-balance')).body.data;
    expect(totals.debit).toBeGreaterThan(0);
    expect(totals.credit).toBe(totals.debit);
    const left = (await trading.get('/api/invoices?status=draft&limit=200')).body.data.filter(isNew);
    expect(left.length + issued.length).toBe(30);
  } finally {
    await second.stop();
  }
});

test('a wrong setting is named, with what to do about it', async () => {
  const said = async (env: Record<string, string>): Promise<string> =>
    startProgram(env).then(
      async (program) => {
        await program.stop();
        return 'it started';
      },
      (error: Error) => error.message,
    );
  expect(await said({ PORT: 'eighty' })).toMatch(/PORT: give a whole number/);
  expect(await said({ MULTI_TENANT_ENABLED: 'false' })).toMatch(/DEFAULT_TENANT_SLUG: name the one tenant/);
  expect(await said({ NODE_ENV: 'production' })).toMatch(/SECRET: it is required in production/);
  expect(await said({ NODE_ENV: 'production', SECRET: 'changeme-changeme-changeme-changeme' })).toMatch(
    /SECRET: give at least 32 random/,
  );
  expect(await said({ TENANT_CONFIGS: '{ "x": ' })).toMatch(/TENANT_CONFIGS: this is not JSON/);
  expect(await said({ DATABASE_URL: 'mysql://localhost/x' })).toMatch(/DATABASE_URL: it should begin with/);
});
