/** Logos: taken in cleaned, shown to everybody, refused in words, replaced and taken out with their files; the neighbour's is not touched. */
import { pngOf } from '@tenantry/kernel/testing/pictures.ts';
import { bytesAt, uploadTo } from '@tenantry/kernel/testing/uploads.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';

let town: Town;
let clinic: Organisation;
let shop: Organisation;
const RED = pngOf(40, 20, [200, 0, 0]);
const BLUE = pngOf(8, 8, [0, 0, 200]);
const DRAWING =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>.a{fill:red}</style><path class="a" d="M0 0h9v9z"/></svg>';

beforeAll(async () => {
  town = await createTown({ config: { public_url: 'https://tenantry.example' } });
  clinic = await town.found('logo-clinic', { organization_type: 'dental_clinic', plan: 'premium' });
  shop = await town.found('logo-shop');
});
afterAll(() => town?.close());

const send = ({ owner }: Organisation, content: Buffer | string, name = 'logo') =>
  uploadTo(owner, '/api/logos', name, content);
const logoOf = async ({ owner }: Organisation) => (await owner.get('/api/branding')).body.data.logo;
const filesOf = async ({ id }: Organisation) =>
  (await town.admin.query("select id from files where tenant_id = $1 and state = 'ready'", [id])).rows;
const bytesOf = async ({ id }: Organisation) =>
  (await town.admin.query("select used from usage_counters where tenant_id = $1 and name = 'storage_bytes'", [id]))
    .rows[0]?.used;

test('a picture becomes the logo of the one organisation, for everybody who is given its address', async () => {
  const made = await send(clinic, Buffer.concat([RED, Buffer.from('<script>alert(1)</script>')]), 'a page');
  expect(made.status, made.text).toBe(201);
  const logo = made.body.data;
  expect(logo).toMatchObject({ media_type: 'image/png', path: `/api/logos/${clinic.id}/${logo.id}` });
  expect(await logoOf(clinic)).toEqual(logo);
  expect(await logoOf(shop)).toBeNull();
  const shown = await bytesAt(town.address, logo.path);
  expect(shown.status).toBe(200);
  expect(shown.bytes.equals(RED)).toBe(true);
  expect(shown.headers).toMatchObject({
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'unsafe-inline';.* sandbox$/),
    'content-disposition': expect.stringMatching(/^attachment/),
    'cross-origin-resource-policy': 'cross-origin',
  });
});

test('mails carry it; a drawing stays on the pages', async () => {
  const invited = async (name: string): Promise<string> => {
    const email = `${name}@logo-clinic.example`;
    expect((await clinic.owner.post('/api/users', { email, name, role: 'manager' })).status).toBe(201);
    const { rows } = await town.admin.query('select html from mail_outbox where recipient = $1', [email]);
    return rows[0].html;
  };
  expect(await invited('anu')).toContain(`<img src="https://tenantry.example${(await logoOf(clinic)).path}"`);
  const drawn = (await send(clinic, DRAWING, 'logo.svg')).body.data;
  expect(drawn.media_type).toBe('image/svg+xml');
  const shown = await bytesAt(town.address, drawn.path);
  expect([shown.headers['content-type'], shown.bytes.toString()]).toEqual(['image/svg+xml', DRAWING]);
  expect(await invited('bina')).not.toContain('<img');
});

test('another picture takes the place of the former, whose file and address are gone; so it is when it is taken out', async () => {
  const before = await logoOf(clinic);
  const after = (await send(clinic, BLUE)).body.data;
  expect((await bytesAt(town.address, before.path)).status).toBe(404);
  expect((await bytesAt(town.address, after.path)).bytes.equals(BLUE)).toBe(true);
  expect(await filesOf(clinic)).toHaveLength(1);
  expect(Number(await bytesOf(clinic))).toBe(BLUE.length);
  expect((await clinic.owner.delete('/api/logos')).status).toBe(200);
  expect(await logoOf(clinic)).toBeNull();
  expect((await bytesAt(town.address, after.path)).status).toBe(404);
  expect(await filesOf(clinic)).toEqual([]);
  expect((await clinic.owner.delete('/api/logos')).body.code).toBe('logos.not_found');
  const trail = (await clinic.owner.get('/api/audit?limit=50')).body.data.map((one: { action: string }) => one.action);
  expect(trail).toEqual(expect.arrayContaining(['logos.put', 'logos.delete', 'files.create', 'files.delete']));
});

test.each([
  [
    'a drawing with a script',
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    'files.unsafe_picture',
  ],
  ['a drawing with a page', '<svg xmlns="http://www.w3.org/2000/svg"><foreignObject/></svg>', 'files.unsafe_picture'],
  [
    'a drawing that loads',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="https://x.example/a#b"/></svg>',
    'files.unsafe_picture',
  ],
  ['a page by the name of a picture', '<html><script>alert(1)</script></html>', 'files.not_a_picture'],
  [
    'a page that begins as a picture',
    Buffer.concat([RED.subarray(0, 8), Buffer.from('<script>alert(1)</script>')]),
    'files.not_a_picture',
  ],
  ['a document', '%PDF-1.7', 'files.not_a_picture'],
  ['nothing', '', 'files.empty'],
  ['what is too large', Buffer.concat([RED, Buffer.alloc(524_288)]), 'http.too_large'],
])('%s is refused in words, and the logo before stays', async (_what, content, code) => {
  const before = (await logoOf(shop)) ?? (await send(shop, BLUE)).body.data;
  const refused = await send(shop, content);
  expect([refused.status, refused.body.code]).toEqual([code === 'http.too_large' ? 413 : 422, code]);
  expect(refused.body.message.length).toBeGreaterThan(10);
  expect(await logoOf(shop)).toEqual(before);
  expect(await filesOf(shop)).toHaveLength(1);
});

test('it is no way to other files: not by an id of one’s own, of the neighbour’s, nor of an organisation that is closed', async () => {
  await send(clinic, RED);
  const { body } = await uploadTo(clinic.owner, '/api/files', 'secret.png', BLUE);
  const [logo, own] = [await logoOf(shop), await logoOf(clinic)];
  for (const path of [
    `/api/logos/${clinic.id}/${body.data.id}`,
    `/api/logos/${clinic.id}/${logo.id}`,
    `/api/logos/${shop.id}/${own.id}`,
    `/api/logos/${own.id}/${own.id}`,
  ])
    expect((await bytesAt(town.address, path)).status, path).toBe(404);
  const seller = await shop.hire('sales');
  const refused = await uploadTo(seller, '/api/logos', 'logo.png', RED);
  expect([refused.status, refused.body.permission]).toEqual([403, 'branding.write']);
  expect((await seller.delete('/api/logos')).status).toBe(403);
  expect((await uploadTo(clinic.owner, `/api/tenants/${shop.id}/logos`, 'logo.png', RED)).status).toBe(403);
  expect((await clinic.owner.delete(`/api/tenants/${shop.slug}/logos`)).status).toBe(403);
  expect((await uploadTo(town.nobody, `/api/tenants/${shop.slug}/logos`, 'logo.png', RED)).status).toBe(401);
  // The file of a logo is not taken away from under it.
  const [{ id }] = await filesOf(shop);
  expect((await shop.owner.delete(`/api/files/${id}`)).status).toBe(409);
  expect(await logoOf(shop)).toEqual(logo);
  await town.operator.post(`${shop.at}/suspend`, { reason: 'unpaid' });
  expect((await bytesAt(town.address, logo.path)).status).toBe(404);
});

test('two at once leave one logo and one file', async () => {
  const replies = await Promise.all([send(clinic, RED), send(clinic, BLUE), send(clinic, RED)]);
  for (const { status } of replies) expect([201, 409]).toContain(status);
  expect(replies.some(({ status }) => status === 201)).toBe(true);
  const logo = await logoOf(clinic);
  expect((await bytesAt(town.address, logo.path)).status).toBe(200);
  const { rows } = await town.admin.query('select file_id from logos where tenant_id = $1', [clinic.id]);
  expect(rows).toHaveLength(1);
});
