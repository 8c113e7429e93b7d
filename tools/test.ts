/**
 * Every check of the repository, as `npm test` runs it: format, lint, types, laws, migrations, then all tests.
 * A step is a line with its time; its output is shown only when it fails. The last line is `N passed, N failed`, counting
 * the steps and the tests.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listFiles } from './tree.ts';

interface Step {
  name: string;
  command: string;
  args: string[];
}

interface Outcome {
  ok: boolean;
  output: string;
}

/** What vitest's JSON report says, as far as it is counted here. */
export interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name?: string;
    message?: string;
    status: string;
    assertionResults: { status: string; fullName?: string; failureMessages?: string[] | null }[];
  }[];
}

interface Count {
  passed: number;
  failed: number;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules/.bin');
/** Nothing here takes this long; a step that hangs must not hang the machine that runs it. */
const STEP_TIMEOUT_MS = 45 * 60_000;

/** With npm's programs and the Node that runs this leading the path, also when it was not npm that started it. */
const environment = {
  ...process.env,
  CI: 'true',
  PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
  ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
};

function run({ command, args }: Step): Promise<Outcome> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const child = spawn(command, args, {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: STEP_TIMEOUT_MS,
    });
    const output = (): string => Buffer.concat(chunks).toString('utf8');
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => resolve({ ok: false, output: `${output()}${command}: ${error.message}` }));
    child.on('close', (code, signal) =>
      resolve({ ok: code === 0, output: signal ? `${output()}\nended by ${signal}` : output() }),
    );
  });
}

function tell(ok: boolean, name: string, startedAt: number, more = ''): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(36)}${seconds} s${more && `  ${more}`}`);
}

function show(output: string): void {
  console.log(`${output.trimEnd().replace(/^/gm, '     ')}\n`);
}

/** Runs the steps, two at a time. */
async function check(steps: Step[]): Promise<Count> {
  const count = { passed: 0, failed: 0 };
  const waiting = [...steps];
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const startedAt = performance.now();
      const { ok, output } = await run(step);
      tell(ok, step.name, startedAt);
      if (!ok) show(output);
      count[ok ? 'passed' : 'failed'] += 1;
    }
  };
  await Promise.all([worker(), worker()]);
  return count;
}

/**
 * Passed and failed tests of a run of vitest. A file that could not be loaded or set up is one failure; so is a run without any test,
 * and one that ended badly though each test passed (an unhandled error, a set-up that failed).
 */
export function countTests(report: Report | null, ok: boolean): Count {
  if (!report) return { passed: 0, failed: 1 };
  const passed = report.numPassedTests;
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + broken;
  return { passed, failed: failed === 0 && (!ok || passed === 0) ? 1 : failed };
}

/** What failed, and why: a file that could not be set up by its message, a test by its name and its error. */
export function tellFailures(report: Report): string {
  const lines: string[] = [];
  for (const { name = '', message, status, assertionResults } of report.testResults) {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    for (const test of failed)
      lines.push(`${relative(root, name)}: ${test.fullName}`, ...(test.failureMessages ?? []), '');
    if (status === 'failed' && failed.length === 0)
      lines.push(`${relative(root, name)}: its set-up failed`, message ?? '', '');
  }
  return lines.join('\n');
}

/** What vitest wrote after the list of its files: failures as it shows them, and errors that no test caught. */
function afterTheList(output: string): string {
  const at = output.search(/^⎯+ (Failed|Unhandled)/m);
  return at < 0 ? output.slice(-8_000) : output.slice(at);
}

async function runTests(): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-report-'));
  const file = join(folder, 'report.json');
  const startedAt = performance.now();
  try {
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { ok, output } = await run({ name: 'tests', command: join(bin, 'vitest'), args });
    let report: Report | null = null;
    try {
      report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    } catch (error) {
      show(`vitest left no report: ${(error as Error).message}`);
    }
    const count = countTests(report, ok);
    const files = report?.testResults.length ?? 0;
    tell(count.failed === 0, 'tests', startedAt, `${count.passed} passed, ${count.failed} failed, ${files} files`);
    if (count.failed > 0) show([report ? tellFailures(report) : '', afterTheList(output)].join('\n'));
    return count;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const node = process.execPath;
  const migrations = listFiles(root).filter((file) => /\/migrations\/.*\.sql$|_create\.sql$/.test(file));
  const steps: Step[] = [
    { name: 'types', command: join(bin, 'tsc'), args: ['--noEmit', '-p', '.'] },
    { name: 'types of the pages', command: join(bin, 'tsc'), args: ['--noEmit', '-p', 'apps/web/app'] },
    { name: 'format and lint', command: join(bin, 'biome'), args: ['ci', '--error-on-warnings', '.'] },
    { name: 'dead files, undeclared dependencies', command: join(bin, 'knip'), args: ['--no-progress'] },
    { name: 'import law', command: node, args: ['tools/import_law.ts'] },
    { name: 'lock complete', command: node, args: ['tools/lock.ts', '--check'] },
    { name: `migrations (${migrations.length} files)`, command: join(bin, 'squawk'), args: migrations },
  ];
  const checked = await check(steps);
  const tested = await runTests();
  const failed = checked.failed + tested.failed;
  console.log(`${checked.passed + tested.passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
