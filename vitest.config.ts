/** The tests: beside the code, against one real PostgreSQL that the global set-up starts. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{packages,modules,apps,tools}/**/*.test.{ts,tsx}'],
    globalSetup: ['packages/kernel/src/testing/global_setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Files of a worker share what they import: nothing of ours keeps state beside a kernel or a database, and what would is found so.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for comes at once on a quiet machine, and later on a busy one.
    expect: { poll: { timeout: 30_000 } },
    passWithNoTests: false,
    allowOnly: false,
  },
});
