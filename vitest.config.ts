/** The tests: beside the code, against one real PostgreSQL that the global set-up starts. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{packages,modules,apps,tools}/**/*.test.{ts,tsx}'],
    globalSetup: ['packages/kernel/src/testing/global_setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    passWithNoTests: false,
    allowOnly: false,
  },
});
