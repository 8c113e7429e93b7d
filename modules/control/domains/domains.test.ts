/** Domains of one's own: claimed by anyone, proved by DNS, and then naming the tenant at once. */
import { createSocket, type Socket } from 'node:dgram';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';

let town: Town;
let shop: Organisation;
let rival: Organisation;
let dns: Socket;
/** Name → text of its TXT record, as the town's name server answers. */
const records = new Map<string, string>();

/** Answers one question of RFC 1035: TXT when there is a record, else a name that does not exist. */
function answer(question: Buffer): Buffer {
  const labels: string[] = [];
  let at = 12;
  while (question[at]) {
    const length = question[at] as number;
    labels.push(question.toString('ascii', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const asked = question.subarray(12, at + 5);
  const text = records.get(labels.join('.').toLowerCase());
  const head = Buffer.from(question.subarray(0, 12));
  head.writeUInt16BE(text === undefined ? 0x8183 : 0x8180, 2);
  for (const [place, count] of [
    [4, 1],
    [6, text === undefined ? 0 : 1],
    [8, 0],
    [10, 0],
  ] as const)
    head.writeUInt16BE(count, place);
  if (text === undefined) return Buffer.concat([head, asked]);
  const data = Buffer.concat([Buffer.of(text.length), Buffer.from(text)]);
  const fixed = Buffer.from([0xc0, 0x0c, 0, 16, 0, 1, 0, 0, 0, 1, 0, data.length]);
  return Buffer.concat([head, asked, fixed, data]);
}

beforeAll(async () => {
  dns = createSocket('udp4');
  dns.on('message', (question, from) => dns.send(answer(question), from.port, from.address));
  await new Promise<void>((resolve) => dns.bind(0, '127.0.0.1', resolve));
  town = await createTown({ config: { dns_servers: [`127.0.0.1:${dns.address().port}`] } });
  shop = await town.found('domain-shop');
  rival = await town.found('domain-rival');
});

afterAll(async () => {
  dns?.close();
  await town?.close();
});

test('a claim names nobody until its TXT record is there; then it does at once, until it is given up', async () => {
  const claim = await shop.owner.post('/api/domains', { domain: 'Records.Shop.example.' });
  expect(claim.body.data).toMatchObject({
    domain: 'records.shop.example',
    verified_at: null,
    record_name: '_tenantry.records.shop.example',
  });
  const { record_name, record_value } = claim.body.data;
  const byHost = () => town.nobody.with({ host: 'records.shop.example' }).get('/api/health');
  const early = await shop.owner.post('/api/domains/records.shop.example/verify');
  expect([early.status, early.body.code, early.body.record_value]).toEqual([422, 'domains.unproved', record_value]);
  expect((await byHost()).status).toBe(200);
  const asOwner = () => town.operator.with({ host: 'records.shop.example' }).get('/api/branding');
  expect((await asOwner()).body.code).toBe('tenancy.required');
  records.set(record_name, record_value);
  expect((await shop.owner.post('/api/domains/records.shop.example/verify')).body.data.verified_at).not.toBeNull();
  const named = await asOwner();
  expect([named.body.data.company_name, named.headers['x-tenant']]).toEqual([
    'The domain-shop',
    'domain-shop; via=domain',
  ]);
  expect((await rival.owner.with({ host: 'records.shop.example' }).get('/api/branding')).status).toBe(403);
  expect((await shop.owner.delete('/api/domains/records.shop.example')).status).toBe(200);
  expect((await asOwner()).body.code).toBe('tenancy.required');
});

test('a rival’s claim blocks nobody; whoever proves it has it', async () => {
  const name = 'wanted.example';
  const theirs = (await rival.owner.post('/api/domains', { domain: name })).body.data;
  const ours = (await shop.owner.post('/api/domains', { domain: name })).body.data;
  expect(ours.record_value).not.toBe(theirs.record_value);
  records.set(`_tenantry.${name}`, ours.record_value);
  expect((await rival.owner.post(`/api/domains/${name}/verify`)).status).toBe(422);
  expect((await shop.owner.post(`/api/domains/${name}/verify`)).status).toBe(200);
  records.set(`_tenantry.${name}`, theirs.record_value);
  const late = await rival.owner.post(`/api/domains/${name}/verify`);
  expect([late.status, late.body.code]).toEqual([409, 'domains.taken']);
  expect((await rival.owner.delete(`/api/domains/${ours.id}`)).body.code).toBe('domains.not_found');
});

test.each([
  'localhost',
  'shop',
  'smile.tenantry.test',
  'tenantry.test',
  '10.0.0.1',
  'a..b.example',
  'shop.local',
  'metadata.google.internal',
  'сайт.example',
  'shop.example/path',
  'shop.example:80',
  '-bad.example',
])('%s cannot be claimed', async (domain) => {
  const reply = await shop.owner.post('/api/domains', { domain });
  expect([reply.status, reply.body.errors[0].pointer]).toEqual([400, '/domain']);
});

test('claims are counted, and twice is once', async () => {
  const { owner } = await town.found('domain-many');
  for (let n = 0; n < 10; n++) expect((await owner.post('/api/domains', { domain: `d${n}.example` })).status).toBe(201);
  expect((await owner.post('/api/domains', { domain: 'd10.example' })).status).toBe(403);
  expect((await shop.owner.post('/api/domains', { domain: 'wanted.example' })).body.code).toBe('domains.exists');
});
