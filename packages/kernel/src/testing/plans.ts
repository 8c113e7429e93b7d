/** How a list finds its rows: the plans that PostgreSQL makes of its statements, under row-level security, for one tenant among many. */
import { setTimeout as after } from 'node:timers/promises';
import type pg from 'pg';
import { expect } from 'vitest';
import { type Binding, type Handle, reading } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import type { Row } from '../db/records.ts';
import type { List } from '../http/list.ts';
import type { Page } from '../http/route.ts';
import type { Context } from '../tenancy/context.ts';

/** A step of a plan that was carried out, as `explain (analyze, format json)` tells it. */
export interface PlanNode {
  'Node Type': string;
  'Index Cond'?: string;
  'Actual Rows'?: number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/**
 * Vacuums and analyses tables that were just filled until every page is known as seen by all, as it is with a table that lives;
 * whoever else looks at the database meanwhile (an autovacuum of the catalogue) makes it wait. Throws when it never comes to it.
 */
export async function settleTables(admin: pg.Client, tables: readonly string[]): Promise<void> {
  let left: readonly string[] = tables;
  for (let tries = 0; left.length > 0; tries += 1) {
    if (tries === 100) throw new Error(`Somebody holds an old snapshot; pages of ${left.join(', ')} stay unseen.`);
    if (tries > 0) await after(100);
    for (const table of left) await admin.query(`vacuum (analyze) ${table}`);
    const { rows } = await admin.query<{ name: string }>(
      'select relname as name from pg_class where oid = any($1::text[]::regclass[]) and relallvisible < relpages',
      [left],
    );
    left = rows.map(({ name }) => name);
  }
}

/** A context whose reads also explain themselves; each is run as the database's login, bound to the tenant. */
function explaining(database: Database, tenant_id: string, plans: PlanNode[]): Context {
  const binding: Binding = { tenant_id, plane: '' };
  const handle = reading(database, binding);
  const sql: Handle['sql'] = async (text, values) => {
    const [row] = await handle.sql<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
      `explain (analyze, format json) ${text}`,
      values,
    );
    plans.push(row?.['QUERY PLAN'][0]?.Plan as PlanNode);
    return handle.sql(text, values);
  };
  return { ...handle, binding, sql, now: new Date(), tenant: { time_zone: 'Asia/Kolkata' } } as unknown as Context;
}

/** The steps that read rows; a bitmap's heap is read by the index below it, a subquery by what is inside. */
export function scansOf(nodes: readonly PlanNode[]): PlanNode[] {
  return nodes.filter(
    (node) => node['Node Type'].includes('Scan') && !/^(Bitmap Heap|Subquery)/.test(node['Node Type']),
  );
}

/** Does the work and looks at how it read: no table is read through, and every index is entered by the tenant. */
export async function nodesOfWork<T>(
  database: Database,
  tenant_id: string,
  work: (ctx: Context) => Promise<T>,
): Promise<{ result: T; nodes: PlanNode[] }> {
  const plans: PlanNode[] = [];
  const result = await work(explaining(database, tenant_id, plans));
  const nodes = plans.flatMap(nodesOf);
  const scans = scansOf(nodes);
  expect(scans.length).toBeGreaterThan(0);
  for (const scan of scans) {
    expect(scan['Node Type'], JSON.stringify(scan)).not.toBe('Seq Scan');
    expect(scan['Index Cond'], JSON.stringify(scan)).toContain('tenant_id');
  }
  return { result, nodes };
}

/** The same for a page of a list. */
export async function planOf(
  database: Database,
  tenant_id: string,
  list: List,
  input: Row,
): Promise<{ page: Page<Row>; nodes: PlanNode[] }> {
  const { result, nodes } = await nodesOfWork(database, tenant_id, (ctx) => list.run(ctx, input));
  return { page: result as Page<Row>, nodes };
}

/** How many rows were looked at and thrown away. */
export function wastedRows(nodes: readonly PlanNode[]): number {
  return nodes.reduce((sum, node) => sum + (node['Rows Removed by Filter'] ?? 0), 0);
}

/** The most rows that any step gave. */
export function mostRows(nodes: readonly PlanNode[]): number {
  return Math.max(...nodes.map((node) => node['Actual Rows'] ?? 0));
}
