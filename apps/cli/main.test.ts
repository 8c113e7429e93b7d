/** The command line as an operator and a member use it, against a running server. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openOffice, PASSWORD } from '@tenantry/kernel/testing/offices.ts';
import { createWorld, OPERATOR, type World } from '@tenantry/kernel/testing/world.ts';
import { modules } from '@tenantry/server/modules.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const config = mkdtempSync(join(tmpdir(), 'tenantry-cli-'));
let world: World;

beforeAll(async () => {
  world = await createWorld({ modules });
});
afterAll(async () => {
  await world?.close();
  rmSync(config, { recursive: true, force: true });
});

function tenantry(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      env: { PATH: process.env.PATH, XDG_CONFIG_HOME: config, TENANTRY_SERVER: world.address, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

test('an operator signs in, creates, lists and examines; the session is readable by him alone', async () => {
  expect((await tenantry(['doctor'])).err).toMatch(/Sign in as a platform operator first/);
  const login = await tenantry(['login', OPERATOR.email], { TENANTRY_PASSWORD: OPERATOR.password });
  expect(login).toMatchObject({ code: 0, out: expect.stringContaining('Signed in') });
  expect(statSync(join(config, 'tenantry', 'session.json')).mode & 0o077).toBe(0);
  const created = await tenantry(['tenants', 'create', '--name', 'Command Traders', '--organization-type', 'business']);
  expect(created.code, created.err).toBe(0);
  expect(created.out).toContain('command-traders');
  expect((await tenantry(['tenants', 'list'])).out).toMatch(/command-traders\s+Command Traders/);
  const json = await tenantry(['--json', 'tenants', 'get', 'command-traders']);
  expect(JSON.parse(json.out).data.organization_type).toBe('business');
  const doctor = await tenantry(['doctor']);
  expect(doctor.out).toMatch(/ok {3}isolation: \d+ tables looked at, 0 findings/);
});

test('doctor finds a counter that says something else than what is there, and mends it', async () => {
  const made = await world.operator.post('/api/tenants', {
    name: 'Counted Traders',
    slug: 'counted-co',
    contact_email: 'owner@counted.example',
  });
  expect(made.status, made.text).toBe(201);
  expect((await tenantry(['doctor'])).out).toMatch(/ok {3}counters: \d+ organisations looked at, 0 differ/);
  await world.admin.query("update control_counters set used = 7 where tenant_id = $1 and name = 'users'", [
    made.body.data.id,
  ]);
  const found = await tenantry(['doctor']);
  expect(found.code).toBe(1);
  expect(found.out).toMatch(/BAD {2}counters: .* 1 differ\n {5}counted-co users: the counter said 7, 1 are there/);
  expect((await tenantry(['doctor', '--fix'])).out).toMatch(/ok {3}counters: .* 1 mended/);
  expect((await tenantry(['doctor'])).out).toMatch(/0 differ/);
  const trail = await world.operator.get('/api/tenants/counted-co/audit?action=limits.mend');
  expect(trail.body.data).toMatchObject([{ subject_id: 'users', before: { used: 7 }, after: { used: 1 } }]);
});

test('a refusal names the field, and the command fails', async () => {
  const refused = await tenantry([
    'tenants',
    'create',
    '--name',
    'X',
    '--organization-type',
    'business',
    '--slug',
    'admin',
  ]);
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(/http\.invalid_input[\s\S]*\/slug: /);
  expect((await tenantry(['tenants', 'get', 'nobody-there'])).err).toMatch(/tenancy\.not_found/);
  expect((await tenantry(['products', 'list'], { TENANTRY_SERVER: 'http://127.0.0.1:1' })).code).toBe(1);
});

test('keys are looked at, rotated and destroyed', async () => {
  const made = ['tenants', 'create', '--name', 'Locked', '--organization-type', 'business', '--slug', 'locked-co'];
  expect((await tenantry(made)).code).toBe(0);
  expect((await tenantry(['keys', 'status', '--tenant', 'locked-co'])).out).toMatch(/live\n[\s\S]*v1 +current/);
  const rotated = await tenantry(['keys', 'rotate', '--tenant', 'locked-co']);
  expect(rotated.out, rotated.err).toMatch(/rotating\n[\s\S]*v2 +current[\s\S]*v1 +old/);
  await world.kernel.keys.rotation.settled();
  expect((await tenantry(['--tenant', 'locked-co', 'keys', 'status'])).out).toMatch(/v1 +destroyed/);
  expect((await tenantry(['keys', 'rotate', '--master'])).out).toMatch(
    /m[0-9a-f]{12} +false +0\n(m[0-9a-f]{12}) +true +[1-9]\n/,
  );
  expect((await tenantry(['keys', 'status'])).out).toMatch(/true +[1-9]\n/);
  expect((await tenantry(['keys', 'rotate'])).err).toMatch(/Give one of --tenant <slug> and --master/);
  const wrong = await tenantry(['keys', 'destroy', '--tenant', 'locked-co', '--confirm', 'locked']);
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('Type locked-co')]);
  expect((await tenantry(['keys', 'destroy', '--tenant', 'locked-co', '--confirm', 'locked-co'])).out).toContain(
    'destroyed',
  );
  expect((await tenantry(['keys', 'rotate', '--tenant', 'locked-co'])).err).toMatch(/keys\.destroyed/);
  expect((await tenantry(['--help'])).out.match(/^ {2}keys /gm)).toHaveLength(1);
});

test('files go up and come down byte by byte; what is refused writes nothing', async () => {
  const office = await openOffice(world, 'paper-co');
  const env = { XDG_CONFIG_HOME: join(config, 'member'), TENANTRY_TENANT: office.slug };
  const login = await tenantry(['login', 'owner@paper-co.example'], { ...env, TENANTRY_PASSWORD: PASSWORD });
  expect(login.code, login.err).toBe(0);
  const [up, down] = [join(config, 'page 1.bin'), join(config, 'down.bin')];
  const content = Buffer.concat([Buffer.from([0xff, 0xfe, 0x00, 0x80]), randomBytes(300_000)]);
  writeFileSync(up, content);
  const made = await tenantry(['--json', 'files', 'create', '--file', up], env);
  expect(made.code, made.err).toBe(0);
  const { id, name, bytes } = JSON.parse(made.out).data;
  expect([name, bytes]).toEqual(['page 1.bin', content.length]);
  const saved = await tenantry(['files', 'content', id, '-o', down], env);
  expect([saved.code, saved.out, saved.err]).toEqual([0, '', `Saved ${content.length} bytes to ${down}.\n`]);
  expect(readFileSync(down).equals(content)).toBe(true);
  expect(statSync(down).mode & 0o077).toBe(0);
  const product = await tenantry(['--json', 'products', 'create', '--name', 'Bolt', '--sku', 'B-1'], env);
  const attach = ['--json', 'products', 'attach_upload', 'B-1', '--file', up, '--caption', 'Drawing'];
  const attached = await tenantry(attach, env);
  expect(attached.code, product.err + attached.err).toBe(0);
  expect(JSON.parse(attached.out).data).toMatchObject({ name: 'page 1.bin', caption: 'Drawing' });
  const never = await tenantry(['files', 'content', '01900000-0000-7000-8000-000000000000', '-o', `${down}2`], env);
  expect([never.code, never.err]).toEqual([1, expect.stringContaining('files.not_found')]);
  expect(readdirSync(config).filter((one) => one.startsWith('down'))).toEqual(['down.bin']);
});

test('signing out ends the session', async () => {
  expect((await tenantry(['logout'])).code).toBe(0);
  expect((await tenantry(['tenants', 'list'])).err).toMatch(/identity\.unauthenticated/);
});

test('the trails are verified one by one or all, and a broken one fails the command', async () => {
  expect((await tenantry(['login', OPERATOR.email], { TENANTRY_PASSWORD: OPERATOR.password })).code).toBe(0);
  for (const name of ['Sound Traders', 'Shady Traders'])
    await tenantry(['tenants', 'create', '--name', name, '--organization-type', 'business']);
  await world.kernel.sealer.seal();
  const all = await tenantry(['audit', 'verify', '--all']);
  expect(all.code, all.err + all.out).toBe(0);
  expect(all.out).toMatch(/ok {3}the platform: \d+ links[\s\S]*ok {3}shady-traders: \d+ links/);
  await world.admin.query(
    `alter table audit_entries disable trigger user;
     update audit_entries set actor = 'nobody' where tenant_id = (select id from tenants where slug = 'shady-traders')`,
  );
  const broken = await tenantry(['audit', 'verify', '--tenant', 'shady-traders']);
  expect(broken).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^BAD {2}shady-traders: entry_changed at link 1, entry /),
  });
  expect(await tenantry(['audit', 'verify', '--tenant', 'sound-traders'])).toMatchObject({ code: 0 });
  expect(await tenantry(['audit', 'verify', '--all'])).toMatchObject({ code: 1 });
  expect((await tenantry(['audit', 'list', 'sound-traders', '--limit', '1'])).code).toBe(0);
});
