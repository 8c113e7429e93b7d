/** The typed tables of the installation: each resource adds its own beside its schema, by declaration merging. */
import type { Generated } from 'kysely';

/**
 * Table name → row type. A resource adds itself:
 * `declare module '@tenantry/kernel/db/tables.ts' { interface Tables { products: Row<Product> } }`
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Tables {}

/** A tenant table's row: the record's fields plus the tenant key, which the query layer fills in and compares by itself. */
export type Row<R> = R & { tenant_id: Generated<string> };
