/** Kysely over a handle: it compiles, the handle sends; connections and transactions are the kernel's. */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { Statement, StatementResult } from './batch.ts';
import type { Binding } from './handle.ts';
import type { Database } from './pool.ts';
import { tenantPredicate, UnboundStatement } from './predicate.ts';
import type { Tables } from './tables.ts';

const queryCompiler = new PostgresQueryCompiler();
const adapter = new PostgresAdapter();

/** Typed queries that `send` carries; the tenant predicate is added to each of a tenant's. */
export function makeKysely(
  { columns }: Pick<Database, 'columns'>,
  { tenant_id }: Pick<Binding, 'tenant_id'>,
  send: (statement: Statement) => Promise<StatementResult>,
): Kysely<Tables> {
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, count } = await send({ text: query.sql, values: query.parameters });
      return { rows: rows as R[], numAffectedRows: BigInt(count) };
    },
    async *streamQuery() {
      yield* [];
      throw new UnboundStatement('lists are read page by page, not streamed');
    },
  };
  const refuse = async (): Promise<void> => {
    throw new UnboundStatement('the kernel opens and ends transactions');
  };
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: async () => {},
    destroy: async () => {},
  };
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => adapter,
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => queryCompiler,
    },
    plugins: tenant_id === null ? [] : [tenantPredicate(tenant_id, columns)],
  });
}
