/** Reminders over HTTP and by the morning's job: each step once, whoever runs at the same time; left out, by hand, the neighbour next door. */
import { asSystem } from '@tenantry/kernel/http/perform.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, openSeller, type Seller, salesWorld } from '../testing/sales.ts';

let world: World;
let office: Seller;
let neighbour: Seller;

const DAY_MS = 86_400_000;
const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata' }).format();
const daysFrom = (days: number): string => new Date(Date.parse(today) + days * DAY_MS).toISOString().slice(0, 10);

beforeAll(async () => {
  world = await salesWorld();
  world.kernel.jobs.start({ poll_ms: 50 });
  office = await openSeller(world, 'sells-co');
  neighbour = await openSeller(world, 'next-co');
  for (const { owner, customer, slug } of [office, neighbour]) {
    expect((await owner.patch(`/api/customers/${customer}`, { email: `accounts@${slug}.example` })).status).toBe(200);
    const rules = [-3, 0, 7].map((days) => ({ days, is_active: true }));
    const kept = rules.map((rule) => ({ ...rule, attaches: true }));
    expect((await owner.put('/api/reminder-rules', { rules })).body.data).toEqual({ rules: kept });
  }
});
afterAll(() => world?.close());

/** Due so many days ago. */
const late = (days: number, by = office): Promise<string> =>
  by.sell(100, { date: daysFrom(-70), due_date: daysFrom(-days) });
const mailsTo = async (recipient: string): Promise<{ subject: string; body: string }[]> =>
  (await world.admin.query('select subject, body from mail_outbox where recipient = $1 order by id', [recipient])).rows;
const attachedTo = async (recipient: string) =>
  (
    await world.admin.query(
      `select attachment_name as name, encode(substring(attachment from 1 for 4), 'escape') as head from mail_outbox
       where recipient = $1 order by id`,
      [recipient],
    )
  ).rows;
const remindersOf = async (invoice: string, by = office) =>
  (await by.owner.get(`/api/invoices/${invoice}/reminders`)).body.data;

/** The morning's job, so many of them at once; waits until all of them and what they left are done. */
async function mornings(by: Seller, count = 1): Promise<void> {
  const tenant = (await world.kernel.directory.find(by.slug)) as Tenant;
  const binding = { tenant_id: tenant.id, plane: '' } as const;
  for (let n = 0; n < count; n++)
    await asSystem(world.kernel, { tenant, database: world.kernel.cells.of(tenant), binding }, (ctx) =>
      ctx.enqueue({ job: 'reminders.run', data: {} }),
    );
  const open =
    "select count(*)::int as open from jobs where tenant_id = $1 and name like 'reminders.%' and state <> 'done'";
  await expect.poll(async () => (await world.admin.query(open, [tenant.id])).rows[0].open).toBe(0);
}

test('what is due by the rules goes once, in one letter with all that is open; the neighbour’s stays there', async () => {
  const [old, due, soon, far] = [await late(60), await late(7), await late(-3), await late(-20)];
  await mornings(office, 3);
  const mails = await mailsTo('accounts@sells-co.example');
  expect(mails).toHaveLength(1);
  expect(mails[0]?.subject).toBe('Reminder: ₹ 400.00 open with sells-co');
  // Two of the four are due by the rules: both are in one file.
  expect(await attachedTo('accounts@sells-co.example')).toEqual([{ name: 'invoices.pdf', head: '%PDF' }]);
  expect(mails[0]?.body).toContain('7 days overdue');
  expect(mails[0]?.body).toContain('60 days overdue');
  expect(mails[0]?.body).toMatch(/\/t\/sells-co\/document#[\w-]{64}/);
  expect(await remindersOf(due)).toMatchObject([{ step: 7, channel: 'mail', sent_to: 'accounts@sells-co.example' }]);
  expect(await remindersOf(soon)).toMatchObject([{ step: -3 }]);
  for (const id of [old, far]) expect(await remindersOf(id)).toEqual([]);
  await mornings(office);
  expect(await mailsTo('accounts@sells-co.example')).toHaveLength(1);
  expect(await mailsTo('accounts@next-co.example')).toEqual([]);
  const told = async (subject: string, id: string) =>
    (
      await world.admin.query(
        'select action, after from audit_entries where subject = $1 and subject_id = $2 order by id desc limit 1',
        [subject, id],
      )
    ).rows;
  expect(await told('invoices', due)).toMatchObject([
    { action: 'invoices.remind', after: { channel: 'mail', step: 7 } },
  ]);
  expect(await told('customers', office.customer)).toMatchObject([
    { action: 'customers.remind', after: { invoices: 2 } },
  ]);
});

test('a step that nobody sent on its day goes late, and none before a later one; paid, left out or without address: none', async () => {
  const by = await openSeller(world, 'late-co');
  const rules = [
    { days: 0, is_active: true },
    { days: 1, is_active: true },
    { days: 15, is_active: false },
  ];
  await by.owner.put('/api/reminder-rules', { rules });
  const [missed, off] = [await late(2, by), await late(15, by)];
  await mornings(by);
  // Nobody knows the address.
  expect(await remindersOf(missed, by)).toEqual([]);
  await by.owner.patch(`/api/customers/${by.customer}`, { email: 'accounts@late-co.example', is_reminded: false });
  await mornings(by);
  expect(await remindersOf(missed, by)).toEqual([]);
  await by.owner.patch(`/api/customers/${by.customer}`, { is_reminded: true });
  const paid = await late(1, by);
  const allocations = [{ document_id: paid, amount: 100 }];
  await make(by.owner, '/api/payments', { party_id: by.customer, amount: 100, mode: 'upi', allocations });
  await mornings(by);
  expect(await remindersOf(missed, by)).toMatchObject([{ step: 1 }]);
  for (const id of [off, paid]) expect(await remindersOf(id, by)).toEqual([]);
  await mornings(by);
  expect(await mailsTo('accounts@late-co.example')).toHaveLength(1);
});

test('a rule says whether its letter carries the PDF; of several steps on one morning each says it of its own invoices', async () => {
  const by = await openSeller(world, 'paper-co');
  const to = 'accounts@paper-co.example';
  await by.owner.patch(`/api/customers/${by.customer}`, { email: to });
  const put = (attaches: object) =>
    by.owner.put('/api/reminder-rules', {
      rules: [
        { days: 0, is_active: true, ...attaches },
        { days: 7, is_active: true },
      ],
    });
  const stored = await put({ attaches: false });
  expect(stored.body.data.rules, stored.text).toEqual([
    { days: 0, is_active: true, attaches: false },
    { days: 7, is_active: true, attaches: true },
  ]);
  await late(0, by);
  await mornings(by);
  expect(await attachedTo(to)).toEqual([{ name: null, head: null }]);
  // One of the second step, one of the first: the former's paper alone goes along.
  const numbered = async (id: string) => (await by.owner.get(`/api/invoices/${id}`)).body.data.number;
  const second = await numbered(await late(7, by));
  await late(0, by);
  await mornings(by);
  expect((await attachedTo(to))[1]).toEqual({ name: `${second.replaceAll('/', '-')}.pdf`, head: '%PDF' });
  // Left out, it goes along again.
  expect((await put({})).body.data.rules[0]).toEqual({ days: 0, is_active: true, attaches: true });
  const third = await numbered(await late(0, by));
  await mornings(by);
  expect((await attachedTo(to))[2]).toEqual({ name: `${third.replaceAll('/', '-')}.pdf`, head: '%PDF' });
});

test('now, by mail and for WhatsApp, of one invoice or of all; nothing of what is paid', async () => {
  const by = await openSeller(world, 'now-co');
  await by.owner.patch(`/api/customers/${by.customer}`, { phone: '98200 00000' });
  const [one, other] = [await late(3, by), await late(1, by)];
  const remind = (path: string, body: object = {}) => by.owner.post(`/api/${path}/remind`, body);
  const nobody = await remind(`invoices/${one}`);
  expect([nobody.status, nobody.body.errors?.[0]?.pointer]).toEqual([422, '/to']);
  const sent = await remind(`invoices/${one}`, { to: 'boss@now.example', message: 'As we said.' });
  expect(sent.body.data.reminders, sent.text).toMatchObject([{ document_id: one, step: null, channel: 'mail' }]);
  await expect.poll(() => mailsTo('boss@now.example')).toHaveLength(1);
  expect((await mailsTo('boss@now.example'))[0]?.body).toContain('As we said.');
  expect(await attachedTo('boss@now.example')).toEqual([{ name: 'INV-26-27-0001.pdf', head: '%PDF' }]);
  await remind(`invoices/${one}`, { to: 'clerk@now.example', attaches: false });
  await expect.poll(() => mailsTo('clerk@now.example')).toHaveLength(1);
  expect(await attachedTo('clerk@now.example')).toEqual([{ name: null, head: null }]);
  const text = await remind(`customers/${by.customer}`, { channel: 'whatsapp' });
  expect(text.body.data.reminders, text.text).toHaveLength(2);
  expect(text.body.data.text).toMatch(/^Hello Local Stores, a reminder from now-co: ₹ 200\.00 is open\./);
  expect(text.body.data.whatsapp_url).toMatch(/^https:\/\/wa\.me\/919820000000\?text=/);
  expect(await remindersOf(other, by)).toMatchObject([{ channel: 'whatsapp', sent_to: null }]);
  expect((await by.owner.get(`/api/customers/${by.customer}/reminders`)).body.data).toHaveLength(4);
  const nothing = await remind(`customers/${by.other}`, { channel: 'whatsapp' });
  expect([nothing.status, nothing.body.code]).toEqual([409, 'reminders.nothing_open']);
});

test('rules of the same day, and out of reach, are refused at their field; who may not, and the neighbour', async () => {
  const put = (days: number[]) =>
    office.owner.put('/api/reminder-rules', { rules: days.map((day) => ({ days: day, is_active: true })) });
  for (const [days, pointer] of [
    [[7, 7], '/rules/1/days'],
    [[366], '/rules/0/days'],
    [[1.5], '/rules/0/days'],
  ] as const) {
    const reply = await put([...days]);
    expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([400, pointer]);
  }
  expect((await put([])).body.data).toEqual({ rules: [] });
  const id = await late(1);
  const reader = await office.hire('reader', ['invoices.read']);
  expect((await reader.get(`/api/invoices/${id}/reminders`)).status).toBe(200);
  expect((await reader.post(`/api/invoices/${id}/remind`, {})).status).toBe(403);
  expect((await reader.put('/api/reminder-rules', { rules: [] })).status).toBe(403);
  expect((await neighbour.owner.post(`/api/invoices/${id}/remind`, {})).status).toBe(404);
  expect((await neighbour.owner.get(`/api/customers/${office.customer}/reminders`)).status).toBe(404);
});
