/** The program as its operator meets it: first start, later starts, Ctrl-C, kill -9, a second instance, wrong settings. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callerAt } from '@tenantry/kernel/testing/caller.ts';
import { afterAll, expect, test } from 'vitest';
import { startProgram } from './testing/program.ts';

const data = mkdtempSync(join(tmpdir(), 'tenantry-main-'));
const operator = { ADMIN_EMAIL: 'operator@platform.example', ADMIN_PASSWORD: 'main operator pass phrase' };

afterAll(() => rmSync(data, { recursive: true, force: true }));

test('the first start loads the demo and says how to sign in; people of the demo see their own tenant alone', async () => {
  const program = await startProgram({ DATA_DIR: data, ...operator });
  try {
    const logins = [...program.output().matchAll(/^ {2}(\S+)\s+(\S+@\S+) {2}(\S.*?) {2}\((\w+)\)$/gm)];
    expect(new Set(logins.map((login) => login[1])).size).toBe(4);
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

test('what was acknowledged is there after kill -9, and the next start needs no help', async () => {
  const first = await startProgram({ DATA_DIR: data, ...operator });
  const admin = await callerAt(first.address).signIn(operator.ADMIN_EMAIL, operator.ADMIN_PASSWORD);
  const acknowledged: string[] = [];
  const create = async (slug: string): Promise<void> => {
    const reply = await admin
      .post('/api/tenants', { name: `Tenant ${slug}`, slug, organization_type: 'business' })
      .catch(() => null);
    if (reply?.status === 201) acknowledged.push(slug);
  };
  await create('kept-0');
  const running = Promise.all(Array.from({ length: 20 }, (_, index) => create(`kept-${index + 1}`)));
  setTimeout(() => first.process.kill('SIGKILL'), 150);
  await running;
  await first.stop('SIGKILL');
  expect(acknowledged.length).toBeGreaterThan(0);
  const second = await startProgram({ DATA_DIR: data, ...operator });
  try {
    const again = await callerAt(second.address).signIn(operator.ADMIN_EMAIL, operator.ADMIN_PASSWORD);
    for (const slug of acknowledged) expect((await again.get(`/api/tenants/${slug}`)).status, slug).toBe(200);
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
