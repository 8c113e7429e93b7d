/** How a list finds its rows: the plans that PostgreSQL makes of its statements, under row-level security, for one tenant among many. */
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
  return { ...handle, binding, sql, tenant: { time_zone: 'Asia/Kolkata' } } as unknown as Context;
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
