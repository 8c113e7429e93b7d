/** The chain of the audit trail: whatever is done to it as the owner of the database is found, and named. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { reading } from '../db/handle.ts';
import { newId } from '../schema/ids.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';
import { beginning, digestOf, next } from './content.ts';
import { type Verdict, verifyTrail } from './verify.ts';

let world: World;
let office: Office;
let other: Office;
const anchors_dir = mkdtempSync(join(tmpdir(), 'tenantry-anchors-'));

const verify = (trail: string | null): Promise<Verdict> =>
  verifyTrail(
    reading(world.kernel.control, { tenant_id: trail, plane: trail ? '' : 'platform' }),
    world.kernel.sealer.anchors,
  );

/** As somebody who owns the database and hides what he does: no trigger sees it. */
async function tamper(...statements: string[]): Promise<void> {
  const { admin } = world;
  await admin.query('alter table audit_entries disable trigger user');
  for (const text of statements) await admin.query(text.replaceAll('$tenant', `'${office.id}'`));
  await admin.query('alter table audit_entries enable trigger user');
}

/** Writes the whole chain of the tenant anew over what now stands there, as whoever knows how it is computed could. */
async function rewrite(): Promise<void> {
  const { admin } = world;
  const { rows } = await admin.query<{ entry_id: string; digest: string }>(
    `delete from audit_links where tenant_id = $1 returning entry_id, seq, encode(digest, 'hex') as digest`,
    [office.id],
  );
  rows.sort((a, b) => ((a as never as { seq: string }).seq < (b as never as { seq: string }).seq ? -1 : 1));
  let at = beginning(office.id);
  for (const { entry_id } of rows) {
    const content = await admin.query<{ content: string }>(
      `select string_agg(coalesce(octet_length(f) || ':' || f, '~'), '' order by n) as content from audit_entries e,
       unnest(array[tenant_id::text, id::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), actor_kind, actor_id::text,
         actor, request_id, address, action, subject, subject_id, before::text, after::text]) with ordinality as x(f, n)
       where e.tenant_id = $1 and e.id = $2`,
      [office.id, entry_id],
    );
    const digest = digestOf(content.rows[0]?.content as string);
    at = next(at, entry_id, digest);
    await admin.query(`insert into audit_links values ($1, $2, $3, decode($4, 'hex'), decode($5, 'hex'))`, [
      office.id,
      at.seq,
      entry_id,
      digest,
      at.hash,
    ]);
  }
}

let n = 0;
beforeAll(async () => {
  world = await createWorld({ modules: [example], config: { anchors_dir } });
  other = await openOffice(world, 'other-office');
  for (let i = 0; i < 3; i++) await other.owner.post('/api/notes', { title: `Other ${i}`, due_on: '2026-11-20' });
});
beforeEach(async () => {
  office = await openOffice(world, `office-${++n}`);
  for (let i = 0; i < 8; i++) await office.owner.post('/api/notes', { title: `Note ${i}`, due_on: '2026-11-20' });
  await world.kernel.sealer.seal();
  await world.kernel.sealer.anchor();
});
afterAll(async () => {
  await world?.close();
  rmSync(anchors_dir, { recursive: true });
});

test('a trail that nobody touched is intact, link after link, and anchored outside', async () => {
  const { rows } = await world.admin.query('select count(*)::int as n from audit_entries where tenant_id = $1', [
    office.id,
  ]);
  const links = rows[0].n as number;
  expect(links).toBeGreaterThanOrEqual(8);
  expect(await verify(office.id)).toMatchObject({
    intact: true,
    links,
    unsealed: 0,
    anchored_seq: links,
    broken: null,
  });
  expect(await verify(null)).toMatchObject({ intact: true, broken: null });
  await office.owner.post('/api/notes', { title: 'New', due_on: '2026-11-20' });
  expect(await verify(office.id)).toMatchObject({ intact: true, links, unsealed: 1 });
  await world.kernel.sealer.seal();
  expect(await verify(office.id)).toMatchObject({ intact: true, links: links + 1, unsealed: 0, anchored_seq: links });
  expect(statSync(join(anchors_dir, `${office.id}.log`)).mode & 0o077).toBe(0);
});

test.each([
  ['an edited row', 'entry_changed', 3, `update audit_entries set actor = 'eve' where tenant_id = $tenant and id = $3`],
  [
    'a moved instant',
    'entry_changed',
    5,
    `update audit_entries set at = at + interval '1 us' where tenant_id = $tenant and id = $5`,
  ],
  [
    'an empty text for none',
    'entry_changed',
    4,
    `update audit_entries set before = 'null' where tenant_id = $tenant and id = $4`,
  ],
  ['a deleted row', 'entry_missing', 4, 'delete from audit_entries where tenant_id = $tenant and id = $4'],
  [
    'a row edited with its digest',
    'link_changed',
    2,
    `update audit_links set digest = sha256('x') where tenant_id = $tenant and seq = 2`,
  ],
  ['a deleted link', 'link_missing', 6, 'delete from audit_links where tenant_id = $tenant and seq = 6'],
  [
    'two rows exchanged',
    'entry_changed',
    3,
    `update audit_entries e set (action, subject, subject_id, before, after) = (select o.action, o.subject, o.subject_id, o.before, o.after
       from audit_entries o where o.tenant_id = e.tenant_id and o.id = case e.id when $3 then $5::uuid else $3 end) where tenant_id = $tenant and id in ($3, $5)`,
  ],
  [
    'two links exchanged',
    'link_changed',
    3,
    'update audit_links set seq = 8 - seq where false',
    `update audit_links set seq = -seq where tenant_id = $tenant and seq in (3, 5);
     update audit_links set seq = 8 + seq where tenant_id = $tenant and seq in (-3, -5)`,
  ],
  [
    'a row put in',
    'entry_unlinked',
    null,
    `insert into audit_entries (tenant_id, id, actor_kind, actor, request_id, action, subject) values ($tenant, '${newId()}', 'user', 'eve', 'x', 'notes.create', 'notes')`,
  ],
  ['a cut tail of links', 'tail_cut', 6, 'delete from audit_links where tenant_id = $tenant and seq > 5'],
  [
    'a cut tail of links and rows',
    'tail_cut',
    6,
    'delete from audit_entries where tenant_id = $tenant and id in (select entry_id from audit_links where tenant_id = $tenant and seq > 5)',
    'delete from audit_links where tenant_id = $tenant and seq > 5',
  ],
] as [string, string, number | null, ...string[]][])(
  '%s is found: %s at %s',
  async (_what, fault, seq, ...statements) => {
    const { rows } = await world.admin.query<{ entry_id: string }>(
      'select entry_id from audit_links where tenant_id = $1 order by seq',
      [office.id],
    );
    await tamper(...statements.map((text) => text.replace(/\$(\d)/g, (_, at) => `'${rows[at - 1]?.entry_id}'`)));
    const verdict = await verify(office.id);
    expect(verdict).toMatchObject({ intact: false, broken: { fault, seq } });
    expect(verdict.links).toBe(seq === null ? rows.length : seq - 1);
    expect(await verify(other.id)).toMatchObject({ intact: true, broken: null });
  },
);

test('a chain that was written anew after an edit is found by its anchor, also after it grew', async () => {
  const before = await verify(office.id);
  await tamper(`update audit_entries set actor = 'eve' where tenant_id = $tenant and subject = 'notes'`);
  await rewrite();
  const rewritten = { intact: false, broken: { fault: 'chain_rewritten', seq: before.links } };
  expect(await verify(office.id)).toMatchObject(rewritten);
  await office.owner.post('/api/notes', { title: 'Later', due_on: '2026-11-20' });
  await world.kernel.sealer.seal();
  await world.kernel.sealer.anchor();
  expect(await verify(office.id)).toMatchObject(rewritten);
});

test('a cut tail over which new entries grew is found by its anchor', async () => {
  const before = await verify(office.id);
  await tamper(
    'delete from audit_entries where tenant_id = $tenant and id in (select entry_id from audit_links where tenant_id = $tenant and seq > 5)',
    'delete from audit_links where tenant_id = $tenant and seq > 5',
  );
  for (let i = 0; i < 6; i++) await office.owner.post('/api/notes', { title: `Again ${i}`, due_on: '2026-11-20' });
  await world.kernel.sealer.seal();
  await world.kernel.sealer.anchor();
  expect(await verify(office.id)).toMatchObject({
    intact: false,
    broken: { fault: 'chain_rewritten', seq: before.links },
  });
});

test('an anchor that was half written when the process died is passed over', async () => {
  const file = join(anchors_dir, `${office.id}.log`);
  appendFileSync(file, '2026-11-21T10:00:00.000Z 9');
  const { openAnchors } = await import('./anchors.ts');
  const again = openAnchors(anchors_dir);
  const [first] = await again.read(office.id);
  await again.append(office.id, { seq: (first?.seq ?? 0) + 1, hash: 'a'.repeat(64) });
  expect(readFileSync(file, 'utf8').endsWith(`${'a'.repeat(64)}\n`)).toBe(true);
  expect((await again.read(office.id)).map((one) => one.seq)).toEqual([first?.seq, (first?.seq ?? 0) + 1]);
  expect(await verify(office.id)).toMatchObject({ intact: false, broken: { fault: 'tail_cut' } });
  await expect(again.read('../secret')).rejects.toThrow('names no trail');
});

test('an auditor comes to the same chain with psql, as the documentation says', async () => {
  const page = readFileSync(new URL('../../../../docs/audit.md', import.meta.url), 'utf8');
  const sql = /```sql\n([\s\S]+?)```/.exec(page)?.[1]?.replaceAll(":'tenant'", `'${office.id}'`) as string;
  const verdict = await verify(office.id);
  const { rows } = await world.admin.query<{ seq: string; hash: string; holds: boolean }>(sql);
  expect(rows).toHaveLength(verdict.links);
  expect(rows.every((row) => row.holds)).toBe(true);
  expect(rows.at(-1)?.hash).toBe(verdict.head);
  await tamper(`update audit_entries set address = '10.9.8.7' where tenant_id = $tenant`);
  expect((await world.admin.query(sql)).rows.map((row) => row.holds)).not.toContain(true);
});
