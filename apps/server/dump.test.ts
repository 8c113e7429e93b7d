/** A dump of the whole product tells no secret: what goes in through every door that seals stands plain in no table, before and after a rotation and the key's end. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Caller, Reply } from '@tenantry/kernel/testing/caller.ts';
import { keyFolderOf } from '@tenantry/kernel/testing/database.ts';
import { openOffice } from '@tenantry/kernel/testing/offices.ts';
import { type Receiver, startReceiver } from '@tenantry/kernel/testing/receiver.ts';
import { safes } from '@tenantry/kernel/testing/safes/module.ts';
import { tablesWith } from '@tenantry/kernel/testing/search_everywhere.ts';
import { upload } from '@tenantry/kernel/testing/uploads.ts';
import { createWorld, type World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { modules } from './modules.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ modules });
});
afterAll(() => world?.close());

const MARK = 'PLAINTEXT-MARKER-7e21';
const SECRETS = ['integrations.gst_client_secret', 'integrations.payment_secret', 'integrations.sms_secret'];

test('secret settings, settings that are asked to be sealed, those of a founding, and kept answers', async () => {
  const office = await openOffice(world, 'dumped-co');
  const other = await openOffice(world, 'dumped-other');
  const keyed = (name: string) => ({ 'idempotency-key': name });
  for (const { owner } of [office, other]) {
    for (const config_key of SECRETS) {
      const body = { config_key, config_value: `${MARK} ${config_key}` };
      expect((await owner.post('/api/config', body, keyed(config_key))).status).toBe(200);
    }
    const asked = { configKey: 'notifications.email_from', configValue: `${MARK} from`, isEncrypted: true };
    expect((await owner.post('/api/config', asked)).body.data).toMatchObject({
      is_encrypted: true,
      config_value: null,
    });
    // No secret, but the only copy of the answer is sealed: it is in the table of products and nowhere else.
    const product = { name: 'Bolt', kind: 'goods', hsn: '73181500', unit: 'NOS', sku: 'SEEN-1' };
    expect((await owner.post('/api/products', product, keyed('product'))).status).toBe(201);
  }
  const founding = {
    name: 'Founded',
    slug: 'dumped-founded',
    contact_email: 'owner@founded.example',
    settings: Object.fromEntries(SECRETS.map((key) => [key, `${MARK} founding`])),
  };
  expect((await world.operator.post('/api/tenants', founding, keyed('founding'))).status).toBe(201);

  expect(await tablesWith(world.admin, [MARK])).toEqual([]);
  expect(await tablesWith(world.admin, ['SEEN-1'])).not.toContain('public.idempotency_keys');
  expect(await tablesWith(world.admin, ['SEEN-1'])).toContain('public.products');
  for (const slug of ['dumped-co', 'dumped-other', 'dumped-founded'])
    expect((await world.operator.post(`/api/tenants/${slug}/keys/rotate`)).status).toBe(202);
  await world.kernel.keys.rotation.settled();
  expect(await tablesWith(world.admin, [MARK])).toEqual([]);
  const { sealed, status } = (await office.owner.get('/api/tenants/dumped-co/keys')).body.data;
  expect([status, sealed]).toEqual([
    'live',
    expect.arrayContaining([
      { table: 'settings', field: 'sealed', version: 2, values: 4 },
      { table: 'idempotency_keys', field: 'sealed_body', version: 2, values: 4 },
    ]),
  ]);
  const again = await office.owner.post(
    '/api/products',
    { name: 'Bolt', kind: 'goods', hsn: '73181500', unit: 'NOS', sku: 'SEEN-1' },
    keyed('product'),
  );
  expect([again.headers['idempotent-replayed'], again.body.data.sku]).toEqual(['true', 'SEEN-1']);
});

/** The files of the store that hold one of the texts. */
function storedWith(texts: readonly string[]): { files: number; found: string[] } {
  const folder = join(keyFolderOf(world.connections.control.database ?? ''), 'files');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const found = files.filter((one) => {
    const bytes = readFileSync(join(one.parentPath, one.name));
    return texts.some((text) => bytes.includes(text));
  });
  return { files: files.length, found: found.map((one) => one.name) };
}

/** Destroys the first one's key: whatever is asked by whomever, what was sealed is told nowhere, and nothing is signed with it. */
async function destroyedIsGone(sealing: World, owners: Caller[], receiver: Receiver, forms: string[]): Promise<void> {
  const [gone, other] = owners as [Caller, Caller];
  const listed = (path: string) => gone.get(`/api/${path}`).then(({ body }) => body.data as { id: string }[]);
  const [[safe], [file], [hook]] = [
    await listed('safes?fields=id'),
    await listed('files'),
    await listed('webhooks'),
  ] as const;
  const destroyed = await sealing.operator.delete('/api/tenants/told-co/keys?confirm=told-co');
  expect(destroyed.body.data?.status, destroyed.text).toBe('destroyed');
  receiver.arrived.length = 0;
  const statuses: Record<string, number> = {};
  const ask = async (how: string, asked: Promise<Reply>): Promise<void> => {
    const reply = await asked;
    statuses[how] = reply.status;
    for (const form of forms) expect(reply.text, how).not.toContain(form);
  };
  await ask('safe', gone.get(`/api/safes/${safe?.id}`));
  await ask('file', gone.get(`/api/files/${file?.id}/content`));
  await ask('webhook', gone.get(`/api/webhooks/${hook?.id}`));
  await ask('messages', gone.get('/api/webhook-deliveries?limit=200'));
  await ask('search', gone.get('/api/search?q=safe'));
  await ask('jobs', gone.get('/api/jobs?limit=200'));
  await ask('trail', gone.get('/api/audit?limit=200'));
  await ask('dump of the trail', gone.get('/api/audit?format=csv'));
  // The kept answer to a write with a key is sealed as well.
  const same = { title: 'Safe', combination: `${MARK} zqxhiddenzq` };
  await ask('the same write again', gone.post('/api/safes', same, { 'idempotency-key': 'sealed' }));
  expect(statuses).toEqual({
    ...{ safe: 410, file: 410, webhook: 200, messages: 200, search: 200, jobs: 200, trail: 200 },
    ...{ 'dump of the trail': 200, 'the same write again': 410 },
  });
  for (const caller of owners) expect((await caller.post('/api/customers', { name: 'After' })).status).toBe(201);
  await expect.poll(() => receiver.arrived.some((one) => one.path === '/told-other')).toBe(true);
  expect(receiver.arrived.filter((one) => one.path === '/told-co')).toEqual([]);
  expect(await tablesWith(sealing.admin, forms)).toEqual([]);
  // The contents of its files are removed; those of the other one are there, and open.
  await expect.poll(() => storedWith(forms)).toEqual({ files: 1, found: [] });
  const theirs = (await other.get('/api/files')).body.data[0].id;
  expect((await other.get(`/api/files/${theirs}/content`)).text).toContain(MARK);
}

test('secrets of webhooks, contents of files and sealed fields stand plain in no table, message, job, word or file, and open nowhere once the key is destroyed', async () => {
  const receiver = await startReceiver();
  const HIDDEN = 'zqxhiddenzq';
  const sealing = await createWorld({
    modules: [...modules, safes],
    config: { webhooks: { allow_hosts: [receiver.host], retry_seconds: [0] } },
  });
  const plain = world;
  world = sealing;
  try {
    const secrets: string[] = [];
    const owners: Caller[] = [];
    sealing.kernel.jobs.start();
    for (const slug of ['told-co', 'told-other']) {
      const { owner } = await openOffice(sealing, slug);
      owners.push(owner);
      const hook = { url: `${receiver.address}/${slug}`, types: ['*'] };
      const made = (await owner.post('/api/webhooks', hook)).body.data;
      const turned = (await owner.post(`/api/webhooks/${made.id}/rotate-secret`, {})).body.data;
      secrets.push(made.secret, turned.secret);
      expect(turned.secret).not.toBe(made.secret);
      const keyed = { 'idempotency-key': 'sealed' };
      const safe = await owner.post('/api/safes', { title: 'Safe', combination: `${MARK} ${HIDDEN}` }, keyed);
      expect(safe.status, safe.text).toBe(201);
      await owner.patch(`/api/safes/${safe.body.data.id}`, { combination: `${HIDDEN} ${MARK}`, hint: HIDDEN });
      expect((await owner.get(`/api/search?q=${HIDDEN}`)).body.data.results).toEqual([]);
      const file = await upload(owner, 'note.txt', `${MARK} ${HIDDEN}`);
      expect(file.status, file.text).toBe(201);
      await expect.poll(() => receiver.arrived.some((one) => one.path === `/${slug}`)).toBe(true);
    }
    // The text of a secret, and the bytes that it stands for.
    const bytes = secrets.map((secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64').toString('latin1'));
    const forms = [MARK, HIDDEN, ...secrets, ...secrets.map((secret) => secret.replace(/^whsec_/, ''))];
    expect(await tablesWith(sealing.admin, forms)).toEqual([]);
    expect(storedWith([MARK, HIDDEN, ...bytes])).toEqual({ files: 2, found: [] });
    for (const table of ['events', 'jobs', 'search_words', 'webhook_deliveries', 'webhooks', 'audit_entries']) {
      const { rows } = await sealing.admin.query(`select distinct tenant_id from ${table}`);
      expect(rows.length, table).toBeGreaterThanOrEqual(2);
    }
    await destroyedIsGone(sealing, owners, receiver, forms);
  } finally {
    world = plain;
    await sealing.close();
    await receiver.close();
  }
});
