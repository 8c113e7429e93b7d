/** Vitest's global set-up: one PostgreSQL for the whole run; tests reach it by `inject('postgres')`. */
import type { TestProject } from 'vitest/node';
import { type TestAdmin, testPostgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The tests' server as its superuser; other roles and databases by `testConnection`. */
    postgres: TestAdmin;
  }
}

/** Starts the server and tells the workers; vitest calls what is returned at the end of the run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await testPostgres();
  project.provide('postgres', postgres.admin);
  return postgres.stop;
}
