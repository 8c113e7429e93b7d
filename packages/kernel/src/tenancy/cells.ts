/** Cells: the databases that hold tenants, and the way from a tenant to its own. Everything that reaches records goes through here. */
import { reading } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import { cellUnavailable } from '../http/problems.ts';
import { problem } from '../problems/problem.ts';
import type { Tenant } from './directory.ts';

/** A database that holds tenants: a `pool` many, a `silo` one. */
export interface Cell {
  readonly id: string;
  readonly name: string;
  readonly kind: 'pool' | 'silo';
  /** The cell as the powerless login of the application. */
  readonly database: Database;
}

export interface Cells {
  /** The database of the tenant's records. Throws `tenancy.cell_unavailable` (503) when this instance does not serve its cell. */
  of(tenant: Pick<Tenant, 'cell_id'>): Database;
  /** The pool that takes new tenants. */
  pool(): Cell;
  /** Every cell that this instance serves, by name. */
  all(): readonly Cell[];
}

interface CellRow {
  id: string;
  name: string;
  kind: Cell['kind'];
  database: string | null;
}

/**
 * The cells of the catalogue in `control`; `open` gives the database of each, `null` standing for the installation's own. A
 * tenant whose cell is not among them is refused: no other database is ever taken instead.
 */
export async function openCells(
  control: Database,
  open: (database: string | null) => Promise<Database>,
): Promise<Cells> {
  const rows = await reading(control, { tenant_id: null, plane: 'platform' }).sql<CellRow>(
    'select id, name, kind, database from cells order by name',
  );
  const cells = new Map<string, Cell>();
  for (const { database, ...row } of rows) cells.set(row.id, Object.freeze({ ...row, database: await open(database) }));
  const all = Object.freeze([...cells.values()]);
  const pool = all.find((cell) => cell.kind === 'pool');
  if (!pool) throw new Error('the catalogue has no pool cell; new organisations would have no home');
  return {
    of({ cell_id }) {
      const cell = cells.get(cell_id);
      if (!cell) throw problem(cellUnavailable);
      return cell.database;
    },
    pool: () => pool,
    all: () => all,
  };
}
