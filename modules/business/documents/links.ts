/** What a document came from, and what came of it. */
import { getRecord, type RecordType } from '@tenantry/kernel/db/records.ts';
import { Id, Line, Money, Nullable, OneOf, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { allows } from '@tenantry/kernel/tenancy/roles.ts';
import Type, { type Static } from 'typebox';
import type { Kind } from './documents.ts';

/** The nouns of the kinds; permissions and addresses go by them. */
const NOUNS: Readonly<Record<Kind, string>> = {
  invoice: 'invoices',
  credit_note: 'credit-notes',
  debit_note: 'debit-notes',
  estimate: 'estimates',
  order: 'orders',
  challan: 'challans',
};

export const Link = Type.Object({
  way: OneOf(['from', 'into'], { description: 'What it came from, or what came of it.' }),
  noun: Line(40),
  id: Id(),
  number: Nullable(Line(16)),
  status: Line(30),
  date: PlainDate(),
  total: Money({ minimum: 0 }),
});
export type Link = Static<typeof Link>;

const LINKED = `select x.way, d.kind, d.id, d.number, d.status, d.date, d.total from (
    select 'from' as way, d.original_id as id from documents d where d.tenant_id = $1 and d.id = $2 and d.original_id is not null
    union select 'from', l.from_id from document_lines l where l.tenant_id = $1 and l.document_id = $2 and l.from_id is not null
    union select 'into', d.id from documents d where d.tenant_id = $1 and d.original_id = $2
    union select 'into', l.document_id from document_lines l where l.tenant_id = $1 and l.from_id = $2) x
  join documents d on d.tenant_id = $1 and d.id = x.id order by d.date, d.id limit 200`;

/** Those that the caller may read, oldest first. Throws `<noun>.not_found`. */
export async function linksOf(ctx: Context, record: RecordType, ref: string): Promise<Link[]> {
  const { id } = await getRecord<{ id: string }>(ctx, record, ref);
  const found = await ctx.sql<Omit<Link, 'noun'> & { kind: Kind }>(LINKED, [id]);
  return found
    .filter(({ kind }) => allows(ctx.actor.permissions, `${NOUNS[kind]}.read`))
    .map(({ kind, ...link }) => ({ ...link, noun: NOUNS[kind] }));
}
