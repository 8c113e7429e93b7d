/** Bad input everywhere gets a clear 4xx, stores nothing and puts nothing secret into the log. */
import { type Office, openOffice } from '@tenantry/kernel/testing/offices.ts';
import { createWorld, OPERATOR, type World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { modules } from './modules.ts';

let world: World;
let office: Office;
const log: string[] = [];

beforeAll(async () => {
  world = await createWorld({ modules, onLog: (line) => log.push(line) });
  office = await openOffice(world, 'careful-co');
  await openOffice(world, 'neighbour-co');
});
afterAll(() => world?.close());

const counts = async (): Promise<unknown> => {
  const { rows } = await world.admin.query(
    'select (select count(*) from products) as products, (select count(*) from parties) as parties, (select count(*) from tenants) as tenants, (select count(*) from memberships) as members',
  );
  return rows[0];
};

const good = { name: 'Bolt', sku: 'B-1' };
const bodies: [what: string, status: number, pointer: string | null, body: unknown][] = [
  ['an unknown field', 400, '/colour', { ...good, colour: 'red' }],
  ['the tenant', 400, '/tenant_id', { ...good, tenant_id: '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10' }],
  ['a field of the server', 400, '/version', { ...good, version: 7 }],
  ['a wrong type', 400, '/name', { name: 5 }],
  ['a list for a text', 400, '/name', { name: ['Bolt'] }],
  ['nothing for a text', 400, '/name', { name: null }],
  ['a missing field', 400, '/name', { sku: 'B-1' }],
  ['an empty name', 400, '/name', { name: '   ' }],
  ['a long name', 400, '/name', { name: 'x'.repeat(5000) }],
  ['control characters', 400, '/name', { name: 'Bolt\r\nSet-Cookie: a=b' }],
  ['the NUL character', 400, '/name', { name: 'Bo\u0000lt' }],
  ['a price with five decimals', 400, '/sale_price', { ...good, sale_price: 1.23456 }],
  ['a negative price', 400, '/sale_price', { ...good, sale_price: -1 }],
  ['a price beyond all bounds', 400, '/sale_price', { ...good, sale_price: 1e300 }],
  ['a rate over 100', 400, '/tax_rate', { ...good, tax_rate: 150 }],
  ['a rate over 100 as text', 400, '/tax_rate', { ...good, tax_rate: '150' }],
  ['a negative price as text', 400, '/sale_price', { ...good, sale_price: '-1' }],
  ['a word that is none of the choices', 400, '/kind', { ...good, kind: 'magic' }],
  ['a text for a list', 400, '', 'Bolt'],
  ['a list for an object', 400, '', [good]],
];

test.each(bodies)('%s is refused by name', async (_what, status, pointer, body) => {
  const before = await counts();
  const reply = await office.owner.post('/api/products', body);
  expect(reply.status, reply.text).toBe(status);
  expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(reply.body.request_id).toBe(reply.headers['x-request-id']);
  if (pointer) expect(reply.body.errors.map((one: { pointer: string }) => one.pointer)).toContain(pointer);
  expect(await counts()).toEqual(before);
});

test('a sentence names the fix, with a code and values', async () => {
  const refused = async (body: unknown, path = '/api/products') => (await office.owner.post(path, body)).body.errors;
  expect(await refused({ ...good, tax_rate: 150, sale_prise: 1, colour: 'red' })).toEqual([
    {
      pointer: '/sale_prise',
      code: 'misspelt',
      values: { meant: 'sale_price' },
      detail: 'This field is not known; did you mean sale_price?',
    },
    { pointer: '/colour', code: 'unknown', detail: 'This field is not known; remove it.' },
    { pointer: '/tax_rate', code: 'too_large', values: { most: 100 }, detail: 'Give 100 or less.' },
  ]);
  expect(await refused({ name: 'x'.repeat(201), kind: null })).toEqual([
    {
      pointer: '/name',
      code: 'too_long',
      values: { most: 200, over: 1 },
      detail: expect.stringMatching(/1 is too many/),
    },
    { pointer: '/kind', code: 'missing', detail: 'Fill this in.' },
  ]);
  const lock = (locked_until: string, reason: string) => refused({ locked_until, reason }, '/api/period-locks');
  expect(await lock('2026-02-30', 'Audited')).toEqual([
    { pointer: '/locked_until', code: 'not_day', detail: 'There is no such day; give one such as 2026-11-21.' },
  ]);
  expect(await lock('2026-01-31', '  ')).toEqual([{ pointer: '/reason', code: 'missing', detail: 'Fill this in.' }]);
});

const raws: [what: string, status: number, raw: string | Buffer, headers?: Record<string, string>][] = [
  ['10 MB', 413, `{"name":"${'x'.repeat(10_000_000)}"}`],
  ['broken JSON', 400, '{"name": "Bolt"'],
  ['a prototype', 400, '{"name":"Bolt","__proto__":{"is_operator":true}}'],
  ['a constructor', 400, '{"name":"Bolt","constructor":{"prototype":{"x":1}}}'],
  ['very deep JSON', 400, `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ['text', 415, 'name=Bolt', { 'content-type': 'text/plain' }],
  ['a form', 415, 'name=Bolt', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['XML', 415, '<name>Bolt</name>', { 'content-type': 'application/xml' }],
  ['bytes that are not UTF-8', 400, Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
];

test.each(raws)('%s is refused', async (_what, status, raw, headers) => {
  const before = await counts();
  const reply = await office.owner.call('POST', '/api/products', { raw, headers });
  expect([reply.status, reply.body.success]).toEqual([status, false]);
  expect(await counts()).toEqual(before);
});

const addresses: [address: string, status: number][] = [
  ['/api/products?colour=red', 400],
  ['/api/products?sort=tenant_id', 400],
  ['/api/products?sort=name;drop%20table%20products', 400],
  ["/api/products?sort=name'--", 400],
  ['/api/products?fields=tenant_id', 400],
  ['/api/products?fields=name_key', 400],
  ['/api/products?limit=0', 400],
  ['/api/products?limit=201', 400],
  ['/api/products?limit=ten', 400],
  ['/api/products?cursor=bm9uc2Vuc2U', 400],
  [`/api/products?cursor=${Buffer.from('{"s":"name","v":["a","not-a-uuid"]}').toString('base64url')}`, 400],
  ['/api/products?created_at_from=yesterday', 400],
  ['/api/products/..%2f..%2fetc%2fpasswd', 404],
  ['/api/products/%00', 400],
  ['/api/products/0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10', 404],
  [`/api/products/${'x'.repeat(150)}`, 400],
  [`/api/products/${'x'.repeat(1500)}`, 400],
  ['/api/products/%E0%A4%A', 400],
  ['/api/nothing-here', 404],
  ['/api/products?tenant=careful-co&tenant=neighbour-co', 403],
  ['/api/products?tenant=c%D0%B0reful-co', 403],
];

test.each(addresses)('%s is answered %i', async (address, status) => {
  const reply = await office.owner.get(address);
  expect(reply.status, reply.text).toBe(status);
  expect(reply.body.success).toBe(false);
});

test.each([
  ['c\u0430reful-two', 'a Cyrillic letter'],
  ['xn--creful-yqa', 'punycode'],
  ['careful--co', 'two hyphens'],
  ['api', 'a word of the platform'],
  ['careful-co', 'a name that is taken'],
  ['../careful', 'a path'],
])('a tenant cannot be called %s: %s', async (slug) => {
  const before = await counts();
  const reply = await world.operator.post('/api/tenants', { name: 'Look-alike', slug, organization_type: 'business' });
  expect([400, 409, 422]).toContain(reply.status);
  expect(reply.text).toContain('/slug');
  expect(await counts()).toEqual(before);
});

test('neither passwords nor tokens stand in the log', async () => {
  await world.nobody.post('/api/auth/login', { email: OPERATOR.email, password: 'a wrong secret guess' });
  await world.nobody.get('/api/auth/me', { authorization: 'Bearer aaaa.bbbb.cccc' });
  const text = log.join('\n');
  expect(text.length).toBeGreaterThan(1000);
  for (const secret of [
    OPERATOR.password,
    'a wrong secret guess',
    'aaaa.bbbb.cccc',
    String(office.owner.token),
    '$argon2',
  ])
    expect(text).not.toContain(secret);
});
