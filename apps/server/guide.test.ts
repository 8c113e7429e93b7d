/** Runs every command of docs/guide.md, in order, against a fresh server started as the README says. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Program, startProgram } from './testing/program.ts';

const guide = readFileSync(new URL('../../docs/guide.md', import.meta.url), 'utf8');

/** A block of commands and the status that its last call answers (any 2xx when it does not say). */
interface Block {
  line: number;
  commands: string;
  status: string | null;
}

const blocks: Block[] = [...guide.matchAll(/^```sh(?: status=(\d{3}))?\n([\s\S]*?)^```$/gm)].map((match) => ({
  line: guide.slice(0, match.index).split('\n').length,
  commands: match[2] as string,
  status: match[1] ?? null,
}));

/** The guide's own curl, and beside it a note of what each call answered. */
const CURL = `curl() {
  local out; out=$(command curl -w '\\n%{http_code}' "$@") || { echo "curl failed" >> "$NOTES"; return 1; }
  echo "\${out##*$'\\n'}" >> "$NOTES"; printf '%s' "\${out%$'\\n'*}"; }`;

let program: Program;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tenantry-guide-'));
  program = await startProgram({
    ADMIN_EMAIL: 'operator@platform.example',
    ADMIN_PASSWORD: 'guide operator pass phrase',
    DEMO: 'false',
  });
});

afterAll(async () => {
  await program?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function runShell(script: string, env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const shell = spawn('bash', ['-c', script], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    shell.stdout.on('data', (chunk) => (output += chunk));
    shell.stderr.on('data', (chunk) => (output += chunk));
    shell.on('error', reject);
    shell.on('close', (code) => resolve({ code, output }));
  });
}

test('every command of the guide does what the guide says', async () => {
  expect(blocks.length).toBeGreaterThan(20);
  const notes = join(folder, 'notes');
  writeFileSync(notes, '');
  const parts = blocks.map(({ commands }, index) => `echo "block ${index}" >> "$NOTES"\n${commands}`);
  const { code, output } = await runShell([CURL, ...parts].join('\n'), {
    API: program.address,
    NOTES: notes,
    ADMIN_EMAIL: 'operator@platform.example',
    ADMIN_PASSWORD: 'guide operator pass phrase',
    PASSWORD: 'a pass phrase for the guide 7',
  });
  expect(code, output).toBe(0);
  const answered: string[][] = [];
  for (const line of readFileSync(notes, 'utf8').trim().split('\n')) {
    if (line.startsWith('block ')) answered.push([]);
    else answered.at(-1)?.push(line);
  }
  const surprises = blocks.flatMap(({ line, status, commands }, index) => {
    const statuses = answered[index] ?? [];
    const calls = (commands.match(/\bcurl -s/g) ?? []).length;
    const wrong = status ? statuses.at(-1) !== status : statuses.some((one) => !/^2\d\d$/.test(one));
    return wrong || statuses.length < Math.min(calls, 1)
      ? [`line ${line}: ${statuses.join(' ') || 'no call was made'}, expected ${status ?? '2xx'}`]
      : [];
  });
  expect(surprises, output.slice(-6000)).toEqual([]);
});
