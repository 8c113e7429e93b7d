/** `npm test` must not be green by accident: how tests are counted, and what the launcher says on an old Node. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { countTests, tellFailures } from './test.ts';

const passedFile = { status: 'passed', assertionResults: [{ status: 'passed' }] };
const failedFile = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };

test.each([
  ['all passed', { numPassedTests: 3, numFailedTests: 0, testResults: [passedFile] }, true, { passed: 3, failed: 0 }],
  [
    'one failed',
    { numPassedTests: 2, numFailedTests: 1, testResults: [passedFile, failedFile] },
    false,
    { passed: 2, failed: 1 },
  ],
  ['no test ran', { numPassedTests: 0, numFailedTests: 0, testResults: [] }, true, { passed: 0, failed: 1 }],
  [
    'a file did not load',
    { numPassedTests: 3, numFailedTests: 0, testResults: [passedFile, { status: 'failed', assertionResults: [] }] },
    false,
    { passed: 3, failed: 1 },
  ],
  [
    'the set-up of a file failed, so that its tests were left out',
    {
      numPassedTests: 3,
      numFailedTests: 0,
      testResults: [passedFile, { status: 'failed', assertionResults: [{ status: 'skipped' }] }],
    },
    false,
    { passed: 3, failed: 1 },
  ],
  [
    'each test passed but the run ended badly',
    { numPassedTests: 3, numFailedTests: 0, testResults: [passedFile] },
    false,
    { passed: 3, failed: 1 },
  ],
  ['there is no report', null, false, { passed: 0, failed: 1 }],
])('%s', (_, report, ok, count) => {
  expect(countTests(report, ok)).toEqual(count);
});

test('what failed is told by file, test and error, and a set-up that failed by its message', () => {
  const report = {
    numPassedTests: 1,
    numFailedTests: 1,
    testResults: [
      {
        name: fileURLToPath(new URL('one.test.ts', import.meta.url)),
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'holds' },
          { status: 'failed', fullName: 'does not hold', failureMessages: ['expected 1 to be 2'] },
        ],
      },
      {
        name: fileURLToPath(new URL('two.test.ts', import.meta.url)),
        status: 'failed',
        message: 'no server',
        assertionResults: [{ status: 'skipped', fullName: 'left out' }],
      },
    ],
  };
  expect(tellFailures(report).split('\n')).toEqual([
    'tools/one.test.ts: does not hold',
    'expected 1 to be 2',
    '',
    'tools/two.test.ts: its set-up failed',
    'no server',
    '',
  ]);
});

function launch(version: string, args: string[]): { status: number | null; stderr: string } {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const launcher = fileURLToPath(new URL('run.mjs', import.meta.url));
  const node = ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, launcher, ...args];
  return spawnSync(process.execPath, node, { encoding: 'utf8' });
}

test('the launcher says what to do where Node is too old, and starts nothing', () => {
  for (const version of ['18.20.8', '20.20.2', '22.17.1']) {
    const { status, stderr } = launch(version, ['tools/lock.ts', '--check']);
    expect(status).toBe(1);
    expect(stderr).toContain(`Node ${version}`);
    expect(stderr).toContain('it needs 22.18 or newer');
    expect(stderr).toContain('install Node 24 yourself');
  }
});

test('the launcher starts a program with its arguments where Node is new enough', () => {
  expect(launch('22.18.0', ['tools/lock.ts', '--check'])).toMatchObject({ status: 0, stderr: '' });
  expect(launch('22.18.0', [])).toMatchObject({ status: 2, stderr: expect.stringContaining('usage') });
});
