/** Stories of the claim on a `DATA_DIR`: one holder, told to the second, free again however the first one ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { claimInstance, InstanceRunning } from './instance.ts';

vi.setConfig({ testTimeout: 60_000 });

const base = fs.mkdtempSync(path.join(os.tmpdir(), 'tenantry-instance-'));
const processes: ChildProcess[] = [];
let folders = 0;

afterEach(() => {
  for (const child of processes.splice(0)) child.kill('SIGKILL');
});
afterAll(() => fs.rmSync(base, { recursive: true, force: true }));

function freshFolder(): string {
  folders += 1;
  return path.join(base, `data ${folders}`);
}

/** Another process that claims the folder, says `yes` or `no`, and stays. */
async function claimant(dataDir: string, address: string): Promise<{ node: ChildProcess; answer: string }> {
  const program = `
    import { claimInstance } from ${JSON.stringify(new URL('./instance.ts', import.meta.url).href)};
    try { await claimInstance(${JSON.stringify(dataDir)}, ${JSON.stringify(address)}); console.log('yes'); }
    catch (error) { console.log(error.name); }
    setInterval(() => {}, 1000);`;
  const node = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  processes.push(node);
  const [line] = (await once(node.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { node, answer: line.toString().trim() };
}

test('the second one is told the process and the address of the first', async () => {
  const dataDir = freshFolder();
  const { node } = await claimant(dataDir, 'http://localhost:8123');
  const refusal = await claimInstance(dataDir, 'http://localhost:9000').catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(InstanceRunning);
  expect(refusal).toMatchObject({ pid: node.pid, address: 'http://localhost:8123' });
  expect(String(refusal)).toContain(`process ${node.pid} at http://localhost:8123`);
});

test('after kill -9 of the holder the folder is free at once, and again after each release', async () => {
  const dataDir = freshFolder();
  const { node } = await claimant(dataDir, 'http://localhost:8123');
  node.kill('SIGKILL');
  await once(node, 'exit');
  for (let round = 0; round < 3; round += 1) {
    const release = await claimInstance(dataDir);
    await expect(claimInstance(dataDir)).rejects.toMatchObject({ pid: process.pid, address: null });
    await release();
  }
  expect(fs.readdirSync(dataDir)).toEqual([]);
});

test('a folder deeper than a socket path may be long, and named by a relative path or a link', async () => {
  const deep = path.join(freshFolder(), 'long '.repeat(20), 'longer '.repeat(20));
  const release = await claimInstance(path.relative(process.cwd(), deep), 'http://localhost:1');
  const link = freshFolder();
  fs.symlinkSync(deep, link);
  await expect(claimInstance(link)).rejects.toMatchObject({ address: 'http://localhost:1' });
  await release();
});

test('of many that race for a folder with a dead claim at most one wins, and the others see it', async () => {
  const dataDir = freshFolder();
  const first = await claimant(dataDir, 'http://localhost:1');
  first.node.kill('SIGKILL');
  await once(first.node, 'exit');
  const racers = await Promise.all(
    Array.from({ length: 6 }, (_, index) => claimant(dataDir, `http://localhost:${index + 2}`)),
  );
  const answers = racers.map(({ answer }) => answer).sort();
  expect(answers).toEqual([...Array(5).fill('InstanceRunning'), 'yes']);
});

test('a holder that hangs is still a holder', async () => {
  const dataDir = freshFolder();
  const { node } = await claimant(dataDir, 'http://localhost:8123');
  node.kill('SIGSTOP');
  await expect(claimInstance(dataDir)).rejects.toMatchObject({ name: 'InstanceRunning', pid: null });
});

test('two folders do not know each other', async () => {
  const releases = [await claimInstance(freshFolder()), await claimInstance(freshFolder())];
  for (const release of releases) await release();
  expect(releases).toHaveLength(2);
});
