/** Stories of the embedded PostgreSQL: first start, crashes of either process, neighbours, and machines in odd shapes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { type PostgresInput, PostgresUnavailable, type RunningPostgres, startPostgres } from './embedded.ts';
import { clusterMark, isAlive, readPidFile, servesCluster } from './postmaster.ts';

const isRoot = process.getuid?.() === 0;
const base = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'tenantry-embedded-'));
if (isRoot) fs.chmodSync(base, 0o711);
const running: RunningPostgres[] = [];
const processes: ChildProcess[] = [];
let folders = 0;

afterEach(async () => {
  for (const child of processes.splice(0)) child.kill('SIGKILL');
  for (const server of running.splice(0)) await server.stop();
});
afterAll(() => fs.rmSync(base, { recursive: true, force: true }));

function freshFolder(): string {
  folders += 1;
  return path.join(base, `data ${folders}`);
}

async function start(input: PostgresInput): Promise<RunningPostgres> {
  const server = await startPostgres(input);
  running.push(server);
  return server;
}

async function ask(server: RunningPostgres, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(server.connection('tenantry_admin', 'postgres'));
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Another node process that starts PostgreSQL on the folder, tells its pid, and then does what `then` says. */
async function keeperProcess(dataDir: string, then: string): Promise<{ node: ChildProcess; postgres: number }> {
  const program = `
    import { startPostgres } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)};
    const server = await startPostgres({ data_dir: ${JSON.stringify(dataDir)} });
    console.log(server.pid);
    ${then}`;
  const node = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
  });
  processes.push(node);
  const [line] = (await once(node.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { node, postgres: Number(line.toString()) };
}

const STAY = 'setInterval(() => {}, 1000);';

async function gone(pid: number, cluster: string): Promise<void> {
  await expect.poll(() => servesCluster(pid, cluster)).toBe(false);
}

describe('a first and a second start', () => {
  test('the cluster is made once, its data stay, and it listens on a private socket only', async () => {
    const data_dir = freshFolder();
    const first = await start({ data_dir });
    expect(first).toMatchObject({ created: true, attached: false });
    await ask(first, 'create table kept (n int)');
    await ask(first, 'insert into kept values (7)');
    const [facts] = await ask(
      first,
      `select current_setting('listen_addresses') addresses, current_setting('fsync') fsync, current_setting('data_checksums') checksums,
              current_setting('full_page_writes') pages, current_setting('synchronous_commit') commit,
              current_setting('server_encoding') encoding, current_setting('lc_collate', true) lc,
              (select datcollate from pg_database where datname = 'template1') as "collate",
              (select rolname from pg_roles where oid = 10) admin`,
    );
    expect(facts).toMatchObject({ addresses: '', fsync: 'on', pages: 'on', commit: 'on', checksums: 'on' });
    expect(facts).toMatchObject({ encoding: 'UTF8', collate: 'C', admin: 'tenantry_admin' });
    const socket = fs.statSync(String(first.connection('a', 'b').host));
    expect(socket.mode & 0o777).toBe(0o700);
    await first.stop();
    await first.stop();
    expect(fs.existsSync(String(first.connection('a', 'b').host))).toBe(false);

    const second = await start({ data_dir });
    expect(second).toMatchObject({ created: false, attached: false, version: first.version });
    expect(await ask(second, 'select n from kept')).toEqual([{ n: 7 }]);
    expect(fs.readFileSync(path.join(data_dir, 'postgres.log'), 'utf8')).toContain('ready to accept connections');
  });

  test('a relative folder with spaces, deeper than a socket path may be long', async () => {
    const deep = path.join(freshFolder(), 'a folder with a long name '.repeat(4), 'and another one '.repeat(4));
    const server = await start({ data_dir: path.relative(process.cwd(), deep), durable: false });
    expect(await ask(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(fs.existsSync(path.join(deep, 'postgres', 'PG_VERSION'))).toBe(true);
  });

  test('settings are passed on, but none that opens a door or loosens durability', async () => {
    const settings = { max_connections: 37, fsync: 'off', listen_addresses: '*', synchronous_commit: 'off' };
    const server = await start({ data_dir: freshFolder(), settings });
    const rows = await ask(
      server,
      `select name, setting from pg_settings where name = any('{${Object.keys(settings)}}') order by 1`,
    );
    expect(rows).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'listen_addresses', setting: '' },
      { name: 'max_connections', setting: '37' },
      { name: 'synchronous_commit', setting: 'on' },
    ]);
  });

  test('a setting that PostgreSQL refuses is an error that shows its log', async () => {
    const data_dir = freshFolder();
    await expect(startPostgres({ data_dir, durable: false, settings: { work_mem: 'plenty' } })).rejects.toThrow(
      /work_mem.*plenty/s,
    );
    const server = await start({ data_dir, durable: false });
    expect(server.created).toBe(false);
  });
});

describe('a crash', () => {
  test('of node: the server lives on, the next start attaches, keeps it and ends it', async () => {
    const data_dir = freshFolder();
    const { node, postgres } = await keeperProcess(data_dir, STAY);
    node.kill('SIGKILL');
    await once(node, 'exit');
    expect(isAlive(postgres)).toBe(true);
    const server = await start({ data_dir });
    expect(server).toMatchObject({ attached: true, created: false, pid: postgres });
    await ask(server, 'create table kept (n int)');
    await server.stop();
    expect(servesCluster(postgres, path.join(data_dir, 'postgres'))).toBe(false);
    const next = await start({ data_dir });
    expect(next.attached).toBe(false);
    expect(await ask(next, 'select * from kept')).toEqual([]);
  });

  test('of PostgreSQL: what was acknowledged is there after the next start, although a backend still works', async () => {
    const data_dir = freshFolder();
    const first = await start({ data_dir });
    await ask(first, 'create table kept (n int)');
    const busy = new pg.Client(first.connection('tenantry_admin', 'postgres'));
    busy.on('error', () => undefined);
    await busy.connect();
    const working = busy.query(`select count(*) from generate_series(1, 100000000)`).catch(() => 'cut');
    await ask(first, 'insert into kept select generate_series(1, 1000)');
    process.kill(first.pid, 'SIGKILL');
    await first.stop();
    const second = await start({ data_dir });
    expect(second).toMatchObject({ attached: false, created: false });
    expect(await ask(second, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
    expect(fs.readFileSync(path.join(data_dir, 'postgres.log'), 'utf8')).toContain('pre-existing shared memory block');
    await working;
    await busy.end().catch(() => undefined);
  });

  test('of both, when the number of the dead server belongs to another process now', async () => {
    const data_dir = freshFolder();
    const first = await start({ data_dir, durable: false });
    process.kill(first.pid, 'SIGKILL');
    await first.stop();
    const cluster = path.join(data_dir, 'postgres');
    const uid = fs.statSync(cluster).uid;
    const gid = fs.statSync(cluster).gid;
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore', cwd: '/', ...(isRoot ? { uid, gid } : {}) });
    processes.push(stranger);
    const file = path.join(cluster, 'postmaster.pid');
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/^\d+/, String(stranger.pid)));
    const second = await start({ data_dir, durable: false });
    expect(second.attached).toBe(false);
    expect(stranger.exitCode).toBeNull();
  });

  test('of the first start: a half made cluster is made anew', async () => {
    const data_dir = freshFolder();
    fs.mkdirSync(path.join(data_dir, 'postgres.partial', 'base'), { recursive: true });
    if (isRoot) fs.chmodSync(data_dir, 0o711);
    fs.writeFileSync(path.join(data_dir, 'postgres.partial', 'PG_VERSION'), '18\n');
    const server = await start({ data_dir, durable: false });
    expect(server.created).toBe(true);
    expect(fs.existsSync(path.join(data_dir, 'postgres.partial'))).toBe(false);
  });

  test('that takes the socket away: the server is started anew', async () => {
    const data_dir = freshFolder();
    const { node, postgres } = await keeperProcess(data_dir, STAY);
    node.kill('SIGKILL');
    await once(node, 'exit');
    const socketFolder = readPidFile(path.join(data_dir, 'postgres'))?.socket_folder ?? '';
    expect(socketFolder).toContain('tenantry-');
    fs.rmSync(socketFolder, { recursive: true });
    const server = await start({ data_dir });
    expect(server.attached).toBe(false);
    expect(server.pid).not.toBe(postgres);
  });
});

describe('neighbours', () => {
  test('while its keeper lives others use the server and leave it alone', async () => {
    const data_dir = freshFolder();
    const { node, postgres } = await keeperProcess(data_dir, STAY);
    const guest = await start({ data_dir });
    expect(guest).toMatchObject({ attached: true, pid: postgres });
    await guest.stop();
    expect(isAlive(postgres)).toBe(true);
    node.kill('SIGKILL');
    await once(node, 'exit');
    expect(await start({ data_dir })).toMatchObject({ attached: true, pid: postgres });
  });

  test('of two that start at once one makes the cluster and the other waits for it', async () => {
    const data_dir = freshFolder();
    const both = await Promise.all([start({ data_dir, durable: false }), start({ data_dir, durable: false })]);
    expect(new Set(both.map(({ pid }) => pid)).size).toBe(1);
    expect(both.map(({ created }) => created).sort()).toEqual([false, true]);
  });

  test('a node process that exits without stopping takes the server with it', async () => {
    const data_dir = freshFolder();
    const { node, postgres } = await keeperProcess(
      data_dir,
      "setTimeout(() => { throw new Error('expected by the test') }, 50);",
    );
    await once(node, 'exit');
    await gone(postgres, path.join(data_dir, 'postgres'));
    expect(readPidFile(path.join(data_dir, 'postgres'))).toBeNull();
    expect(await start({ data_dir })).toMatchObject({ attached: false, created: false });
  });

  test('a socket folder that others can enter is refused', async () => {
    const data_dir = freshFolder();
    fs.mkdirSync(data_dir, { mode: 0o711 });
    const trap = path.join(os.tmpdir(), clusterMark(path.join(fs.realpathSync(data_dir), 'postgres')));
    fs.mkdirSync(trap, { mode: 0o755 });
    onTestFinished(() => fs.rmdirSync(trap));
    await expect(startPostgres({ data_dir, durable: false })).rejects.toThrow(/private folder \(0700\).*755/);
  });
});

describe('data that cannot be opened', () => {
  test('of another major version: the error names the version and DATA_DIR', async () => {
    const data_dir = freshFolder();
    const cluster = path.join(data_dir, 'postgres');
    fs.mkdirSync(cluster, { recursive: true });
    fs.writeFileSync(path.join(cluster, 'PG_VERSION'), '12\n');
    const failure = await startPostgres({ data_dir }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PostgresUnavailable);
    expect(String(failure)).toMatch(/DATA_DIR was made by PostgreSQL 12.*DATABASE_URL/s);
  });

  test('a folder with other files is not touched', async () => {
    const data_dir = freshFolder();
    fs.mkdirSync(path.join(data_dir, 'postgres'), { recursive: true });
    fs.writeFileSync(path.join(data_dir, 'postgres', 'diary.txt'), 'dear diary');
    await expect(startPostgres({ data_dir })).rejects.toThrow(/holds files but no PostgreSQL cluster/);
    expect(fs.readdirSync(path.join(data_dir, 'postgres'))).toEqual(['diary.txt']);
  });

  test('DATA_DIR that is a file', async () => {
    const data_dir = freshFolder();
    fs.writeFileSync(data_dir, '');
    await expect(startPostgres({ data_dir })).rejects.toThrow(/^DATA_DIR .* is not a folder/);
  });

  test.runIf(isRoot)('a cluster that root has restored is given to the user that runs it', async () => {
    const data_dir = freshFolder();
    const first = await start({ data_dir, durable: false });
    await first.stop();
    fs.cpSync(path.join(data_dir, 'postgres'), path.join(data_dir, 'restored'), { recursive: true });
    fs.rmSync(path.join(data_dir, 'postgres'), { recursive: true });
    fs.renameSync(path.join(data_dir, 'restored'), path.join(data_dir, 'postgres'));
    expect(fs.statSync(path.join(data_dir, 'postgres', 'base')).uid).toBe(0);
    const second = await start({ data_dir, durable: false });
    expect(second.created).toBe(false);
  });

  const onlyRootOnLinux = test.runIf(isRoot && process.platform === 'linux');
  onlyRootOnLinux('below a folder of root alone: it runs, and no permission is loosened', async () => {
    const locked = freshFolder();
    fs.mkdirSync(locked, { mode: 0o700 });
    const data_dir = path.join(locked, 'data');
    const first = await start({ data_dir });
    await ask(first, 'create table kept (n int)');
    process.kill(first.pid, 'SIGKILL');
    await first.stop();
    const second = await start({ data_dir });
    expect(await ask(second, 'select * from kept')).toEqual([]);
    expect(fs.statSync(locked).mode & 0o777).toBe(0o700);
  });
});
