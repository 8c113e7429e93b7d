/** A world for tests: a real server on a fresh copy of the migrated database, with people who sign in over HTTP. */
import { createOperator } from '../identity/operator.ts';
import { type Caller, callerAt } from './caller.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';
import { type Instance, type InstanceOptions, startInstance } from './instance.ts';

/** What a test may change of the installation. */
export type WorldOptions = InstanceOptions;

export interface World extends Instance {
  /** Not signed in. */
  nobody: Caller;
  /** The platform operator, signed in. */
  operator: Caller;
  /** A connection as the database's administrator, for looking behind the scenes. */
  admin: FreshDatabase['admin'];
  connections: FreshDatabase['connections'];
}

export const OPERATOR = { email: 'operator@platform.example', password: 'correct horse battery staple' };

/** Starts a world. In it every undeclared problem and every reply beside its schema is an error 500. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const database = await freshDatabase(options.modules);
  let instance: Instance | undefined;
  const close = async (): Promise<void> => {
    await instance?.close();
    await database.close();
  };
  try {
    const { admin, connections } = database;
    instance = await startInstance(connections, options);
    await createOperator(instance.kernel, OPERATOR);
    const nobody = callerAt(instance.address);
    const operator = await nobody.signIn(OPERATOR.email, OPERATOR.password);
    return { ...instance, nobody, operator, admin, connections, close };
  } catch (error) {
    await close();
    throw error;
  }
}
