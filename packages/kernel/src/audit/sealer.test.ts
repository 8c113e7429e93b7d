/** The sealer: no committed entry is missed, whoever commits late, however many instances seal and however one of them ends. */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reading, type Transaction, transaction } from '../db/handle.ts';
import { openDatabase } from '../db/pool.ts';
import { newId } from '../schema/ids.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { openAnchors } from './anchors.ts';
import { auditStatements } from './audit.ts';
import { createSealer, type Sealer } from './sealer.ts';
import { type Verdict, verifyTrail } from './verify.ts';

type Pool = Awaited<ReturnType<typeof openDatabase>>;

let database: FreshDatabase;
let app: Pool;
let control: Pool;
const folder = mkdtempSync(join(tmpdir(), 'tenantry-anchors-'));
const lines: string[] = [];
const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
const tenants = [newId(), newId(), newId()];

beforeAll(async () => {
  database = await freshDatabase();
  app = await openDatabase(database.connections.app, 8, () => {}, false);
  control = await openDatabase(database.connections.control, 6, () => {});
  await database.admin.query('alter table tenants disable trigger user');
  for (const [n, id] of tenants.entries()) {
    await database.admin.query(
      `insert into tenants (id, slug, name, status, organization_type, plan) values ($1, $2, $2, 'active', 'business', 'basic')`,
      [id, `sealed-${n}`],
    );
  }
});
afterAll(async () => {
  await app?.pool.end();
  await control?.pool.end();
  await database?.close();
  rmSync(folder, { recursive: true });
});

const who = {
  kind: 'system',
  id: null,
  label: 'test',
  session_id: null,
  role: null,
  permissions: new Set<string>(),
} as const;
const entries = (tenant_id: string | null, count: number) =>
  auditStatements(
    { actor: who, request_id: 'test', address: null, tenant_id },
    Array.from({ length: count }, (_, n) => ({
      id: newId(),
      action: 'notes.create',
      subject: 'notes',
      subject_id: String(n),
      after: { n },
    })),
  );
const begin = (tenant: string | null): Transaction =>
  transaction(tenant ? app : control, { tenant_id: tenant, plane: tenant ? '' : 'platform' });
const newSealer = (anchors = openAnchors(folder)): Sealer => createSealer({ control, anchors, log });
const verify = (trail: string | null): Promise<Verdict> =>
  verifyTrail(reading(control, { tenant_id: trail, plane: trail ? '' : 'platform' }), openAnchors(folder));

test('an entry that is committed after later ones is linked too, and no writer waits', async () => {
  const [tenant] = tenants as [string];
  const sealer = newSealer();
  const early = begin(tenant);
  for (const { text, values } of entries(tenant, 1)) await early.execute(text, values?.slice(1));
  const late = begin(tenant);
  // The first writer has not committed; the second neither waits for it nor for the sealer.
  await late.commit(entries(tenant, 3));
  expect(await sealer.seal()).toBe(3);
  await early.commit();
  expect(await verify(tenant)).toMatchObject({ intact: true, links: 3, unsealed: 1 });
  expect(await sealer.seal()).toBe(1);
  expect(await verify(tenant)).toMatchObject({ intact: true, links: 4, unsealed: 0 });
});

test('instances that seal while many write make one chain a trail, without a gap', async () => {
  const sealers = [newSealer(), newSealer(), newSealer()];
  const trails = [...tenants, null];
  const before = await Promise.all(trails.map(verify));
  let writing = true;
  const sealing = sealers.map(async (sealer) => {
    while (writing) await sealer.seal();
  });
  await Promise.all(
    trails.flatMap((trail) =>
      Array.from({ length: 3 }, async () => {
        for (let i = 0; i < 40; i++) {
          const tx = begin(trail);
          if (i % 10 === 9) {
            await tx.sql(trail ? 'select 1 from audit_entries where tenant_id = $1 limit 1' : 'select 1');
            await tx.rollback();
          } else await tx.commit(entries(trail, 1 + (i % 3)));
        }
      }),
    ),
  );
  writing = false;
  await Promise.all(sealing);
  await sealers[0]?.seal();
  for (const [n, trail] of trails.entries()) {
    const verdict = await verify(trail);
    const { rows } = await database.admin.query(
      trail
        ? 'select count(*)::int as n from audit_entries where tenant_id = $1'
        : 'select count(*)::int as n from control_audit_entries',
      trail ? [trail] : [],
    );
    expect(verdict).toMatchObject({ intact: true, links: rows[0].n, unsealed: 0 });
    expect(verdict.links).toBeGreaterThan((before[n] as Verdict).links + 100);
  }
  await sealers[0]?.anchor();
  expect(lines).toEqual([]);
});

test('a process that is killed while it seals leaves whole links, and the next one goes on', async () => {
  const [, tenant] = tenants as [string, string];
  const links = (await verify(tenant)).links;
  let written = 0;
  for (let kill = 0; kill < 4; kill++) {
    const child = fork(new URL('../testing/sealing.ts', import.meta.url), {
      env: { ...process.env, CONTROL: JSON.stringify(database.connections.control), ANCHORS: folder },
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => child.once('message', resolve));
    for (let i = 0; i < 12; i++, written += 300) await begin(tenant).commit(entries(tenant, 300));
    await sleep(Math.random() * 60);
    child.kill('SIGKILL');
    await ended;
    expect((await verify(tenant)).broken).toBeNull();
  }
  const sealer = newSealer();
  sealer.start();
  await sealer.close();
  expect(await verify(tenant)).toMatchObject({
    intact: true,
    links: links + written,
    unsealed: 0,
    anchored_seq: links + written,
  });
});

test('a chain that somebody was at is told, and does not hold up the others', async () => {
  const [broken, sound] = tenants as [string, string];
  const sealer = newSealer();
  for (const tenant of [broken, sound]) await begin(tenant).commit(entries(tenant, 5));
  await sealer.seal();
  const { links } = await verify(broken);
  await database.admin.query('delete from audit_links where tenant_id = $1 and seq > $2', [broken, links - 2]);
  await begin(broken).commit(entries(broken, 1));
  await sealer.seal();
  expect(lines.join()).toMatch(/a chain of the audit trail was cut/);
  expect(lines.join()).toContain(broken);
  // A link beyond what a number holds stops that chain alone.
  await database.admin.query(
    `insert into audit_links (tenant_id, seq, entry_id, digest, hash) values ($1, 9223372036854775807, $2, '', '')`,
    [broken, newId()],
  );
  const before = await verify(sound);
  for (const tenant of [broken, sound]) await begin(tenant).commit(entries(tenant, 5));
  await sealer.seal();
  expect(await verify(sound)).toMatchObject({ intact: true, links: before.links + 5, unsealed: 0 });
  expect(lines.join()).toMatch(/could not be sealed/);
  expect((await verify(broken)).intact).toBe(false);
});

test('a start notices a chain that is shorter than its anchor', async () => {
  const [, , tenant] = tenants as [string, string, string];
  await openAnchors(folder).append(tenant, { seq: 1_000_000, hash: 'a'.repeat(64) });
  lines.length = 0;
  const sealer = newSealer();
  sealer.start();
  await sealer.close();
  expect(lines.join()).toMatch(/shorter than its anchor/);
  expect(await verify(tenant)).toMatchObject({ intact: false, broken: { fault: 'tail_cut' } });
});
