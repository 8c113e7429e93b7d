/** Letters of an organisation: in its words, looks and language, and nobody else's. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';

let town: Town;
let clinic: Organisation;
let shop: Organisation;

beforeAll(async () => {
  town = await createTown();
  clinic = await town.found('letter-clinic', { organization_type: 'dental_clinic', plan: 'premium' });
  shop = await town.found('letter-shop', { plan: 'premium' });
});
afterAll(() => town?.close());

const INVITATION = '/api/mail-templates/members.invitation';

async function stored(email: string) {
  const { rows } = await town.admin.query(
    'select subject, body, html, sender_name, for_tenant_id from mail_outbox where recipient = $1 order by id desc limit 1',
    [email],
  );
  return rows[0];
}

async function invite(by: Organisation, name: string): Promise<string> {
  const email = `${name}@${by.slug}.example`;
  expect((await by.owner.post('/api/users', { email, name, role: 'manager' })).status).toBe(201);
  return email;
}

test('an invitation comes in the colours, name and language of the organisation', async () => {
  await clinic.owner.put('/api/branding', { primary_color: '#7c2d12', company_name: 'Smile <Dental>' });
  await clinic.owner.post('/api/tenants/letter-clinic/config', {
    config_key: 'locale.language',
    config_value: 'hi-IN',
  });
  const mail = await stored(await invite(clinic, 'hema'));
  expect(mail).toMatchObject({ for_tenant_id: clinic.id, sender_name: 'Smile <Dental>' });
  expect(mail.subject).toContain('आपको न्योता मिला है');
  expect(mail.html).toContain('background:#7c2d12');
  expect(mail.html).toContain('Smile &lt;Dental&gt;');
  expect(mail.html).toContain('<html lang="hi">');
  const plain = await stored(await invite(shop, 'esha'));
  expect(plain).toMatchObject({ sender_name: 'The letter-shop', for_tenant_id: shop.id });
  expect(plain.subject).toBe('You have been invited: The letter-shop');
  expect(plain.html).not.toContain('#7c2d12');
  // The pages learn the same, beside what each person chose for himself.
  await clinic.owner.put('/api/auth/language', { language: 'en' });
  const meOf = async ({ owner }: Organisation) => (await owner.get('/api/auth/me')).body.data;
  expect(await meOf(clinic)).toMatchObject({
    user: { language: 'en' },
    tenant: {
      slug: 'letter-clinic',
      language: 'hi',
      time_zone: 'Asia/Kolkata',
      week_start: 1,
      year_start_month: 4,
    },
  });
  expect(await meOf(shop)).toMatchObject({ user: { language: null }, tenant: { language: 'en' } });
});

test('whoever belongs to no organisation yet is written to in the language of his browser', async () => {
  const body = { email: 'ravi@new.example', name: 'Ravi', password: 'a good long password for tests' };
  await town.nobody.post('/api/auth/register', body, { 'accept-language': 'hi-IN,hi;q=0.9' });
  expect((await stored(body.email)).subject).toBe('अपना ई-मेल पता पक्का करें');
  await town.nobody.post('/api/auth/password-reset', { email: body.email });
  expect((await stored(body.email)).subject).toBe('Choose a new password');
});

test('an organisation puts a letter into its own words; its neighbour keeps the old ones', async () => {
  const words = {
    language: 'en',
    subject: 'Join {{organisation}}',
    body: 'Dear {{person}},\n\nwe would like you here.',
  };
  const set = await shop.owner.put(INVITATION, words);
  expect(set.body.data).toMatchObject({ ...words, is_default: false, version: 1 });
  const mail = await stored(await invite(shop, 'farid'));
  expect(mail.subject).toBe('Join The letter-shop');
  expect(mail.body).toContain('Dear farid,\n\nwe would like you here.\n\nhttp');
  expect(mail.html).toContain('Accept the invitation');
  expect((await clinic.owner.get(`${INVITATION}?language=en`)).body.data).toMatchObject({
    is_default: true,
    version: 0,
  });
  const list = (await shop.owner.get('/api/mail-templates')).body.data;
  expect(list.filter((one: { is_default: boolean }) => !one.is_default)).toHaveLength(1);
  expect(list.map((one: { letter: string }) => one.letter)).not.toContain('identity.reset_password');

  expect((await shop.owner.put(INVITATION, { ...words, version: 7 })).status).toBe(412);
  expect((await shop.owner.put(INVITATION, { ...words, version: 1 })).body.data.version).toBe(2);
  const reset = await shop.owner.delete(`${INVITATION}?language=en`);
  expect(reset.body.data).toMatchObject({ is_default: true, version: 0 });
  expect((await stored(await invite(shop, 'gita'))).subject).toBe('You have been invited: The letter-shop');
  const trail = (await shop.owner.get('/api/audit?limit=50')).body.data.map((one: { action: string }) => one.action);
  expect(trail).toEqual(expect.arrayContaining(['mail-templates.update', 'mail-templates.reset']));
});

test.each([
  [{ subject: '{{password}}', body: 'x' }, '/subject', 'There is no {{password}} here'],
  [{ subject: 'x', body: '{{{person}}}' }, '/body', 'Only {{field}}'],
  [{ subject: 'x', body: '{{#person}}' }, '/body', 'not closed'],
  [{ subject: 'x', body: '  ' }, '/body', 'Write something'],
])('%j is refused with its field', async (words, pointer, detail) => {
  const refused = await shop.owner.put(INVITATION, words);
  expect(refused.status).toBe(400);
  expect(refused.body.errors).toEqual([{ pointer, detail: expect.stringContaining(detail) }]);
  expect((await shop.owner.post(`${INVITATION}/preview`, words)).status).toBe(400);
});

test('a preview shows the letter as it would arrive, and stores nothing', async () => {
  const { status, body } = await shop.owner.post(`${INVITATION}/preview`, { subject: 'Hi {{person}}', language: 'en' });
  expect(status).toBe(200);
  expect(body.data.subject).toBe('Hi Meena Rao');
  expect(body.data.html).toContain('The letter-shop');
  expect((await shop.owner.get(INVITATION)).body.data.is_default).toBe(true);
});

test('a letter of the platform, an unknown one and one without the right are refused', async () => {
  for (const name of ['identity.reset_password', 'nothing', '__proto__'])
    expect((await shop.owner.get(`/api/mail-templates/${name}`)).body.code).toBe('mail-templates.not_found');
  const manager = await shop.hire('manager');
  expect((await manager.get('/api/mail-templates')).status).toBe(403);
  expect((await shop.owner.get('/api/tenants/letter-clinic/mail-templates')).status).toBe(403);
  expect((await shop.owner.get(`/api/tenants/${clinic.id}/mail-templates`)).status).toBe(403);
});
