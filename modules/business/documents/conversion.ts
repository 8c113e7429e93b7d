/** What comes from what: lines of an estimate, an order or a challan taken over into others, never more than there are. */
import { type FieldError, type ProblemKind, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { DocumentLine } from './documents.schema.ts';
import type { Kind } from './documents.ts';

/** What may come from each kind. */
export const INTO: Readonly<Partial<Record<Kind, readonly Kind[]>>> = {
  estimate: ['order', 'challan', 'invoice'],
  order: ['challan', 'invoice'],
  challan: ['invoice'],
};

/** In these states something may come from it; `converted` for those who change what they took. */
const GIVING = new Set(['sent', 'accepted', 'open', 'issued', 'partly_converted', 'converted']);

/** Goods that were sent for these come back, and are not sold by it (rule 55). */
const RETURNING = new Set(['job_work', 'own_movement', 'exhibition']);

export interface Source {
  id: string;
  kind: Kind;
  status: string;
  number: string;
  customer_id: string;
  purpose: string | null;
  accepted_at: string | null;
  valid_until: string | null;
}

/** What of a line was not taken yet, drafts counted. */
export interface Rest {
  line: number;
  product_id: string | null;
  quantity: number;
  left: number;
}

/** Locks these documents in the order of their ids, so that two who take of the same wait and never for each other. */
export async function lockSources(ctx: Context, ids: readonly string[]): Promise<Map<string, Source>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.sql<Source>(
    `select id, kind, status, number, customer_id, purpose, accepted_at, valid_until from documents
     where tenant_id = $1 and id = any($2::uuid[]) order by id for update`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** What is left of each line of a document; what `except` took counts as left. */
export async function restOf(ctx: Context, id: string, except: string | null): Promise<Rest[]> {
  const rows = await ctx.sql<Rest & { taken: number }>(
    `select l.line, l.product_id, l.quantity, coalesce((
       select sum(c.quantity) from document_lines c
       join documents d on d.tenant_id = c.tenant_id and d.id = c.document_id and d.status <> 'cancelled'
       where c.tenant_id = $1 and c.from_id = l.document_id and c.from_line = l.line and c.document_id is distinct from $3::uuid), 0) as taken
     from document_lines l where l.tenant_id = $1 and l.document_id = $2 order by l.line`,
    [id, except],
  );
  return rows.map(({ taken, ...row }) => ({ ...row, left: Math.round((row.quantity - Number(taken)) * 1000) / 1000 }));
}

export interface Taking {
  kind: Kind;
  /** The draft that takes; null for a new one. */
  document_id: string | null;
  customer_id: string;
  today: string;
  lines: DocumentLine[];
}

/** Whether something may come from it now; else why not. */
function refusal(source: Source | undefined, { kind, customer_id, today }: Taking): string | null {
  if (!source || !INTO[source.kind]?.includes(kind)) return 'There is no such document to take this from.';
  const { number, status, valid_until, accepted_at, purpose } = source;
  if (source.customer_id !== customer_id) return `${number} is for another customer.`;
  if (!GIVING.has(status)) return `${number} is ${status}; nothing comes from it.`;
  if (status === 'sent' && !accepted_at && valid_until && valid_until < today)
    return `${number} was valid until ${valid_until.split('-').reverse().join('-')}.`;
  if (RETURNING.has(purpose ?? '')) return `The goods of ${number} come back; they are not sold by it.`;
  return null;
}

/**
 * Judges what the lines take from other documents, which are locked until the transaction ends. Fills in the line of the source
 * where it was left out: that of the same product, else of the same place. Answers what is wrong.
 */
export async function judgeTaking(ctx: Context, taking: Taking): Promise<FieldError[]> {
  const ids = [...new Set(taking.lines.flatMap(({ from_id }) => from_id ?? []))];
  const sources = await lockSources(ctx, ids);
  const rests = new Map<string, Rest[]>();
  for (const id of sources.keys()) rests.set(id, await restOf(ctx, id, taking.document_id));
  return taking.lines.flatMap((line, index): FieldError[] => {
    if (!line.from_id) {
      line.from_line = null;
      return [];
    }
    const source = sources.get(line.from_id);
    const refused = refusal(source, taking);
    if (refused) return [{ pointer: `/lines/${index}/from_id`, detail: refused }];
    const of = rests.get(line.from_id) ?? [];
    const rest =
      line.from_line === null
        ? (of.find(({ product_id }) => product_id !== null && product_id === line.product_id) ?? of[index])
        : of.find((one) => one.line === line.from_line);
    if (!rest) return [{ pointer: `/lines/${index}/from_line`, detail: `${source?.number} has no such line.` }];
    line.from_line = rest.line;
    if (line.quantity > rest.left)
      return [
        {
          pointer: `/lines/${index}/quantity`,
          detail: `Of this line of ${source?.number} ${rest.left} ${line.unit} are left.`,
        },
      ];
    rest.left = Math.round((rest.left - line.quantity) * 1000) / 1000;
    return [];
  });
}

/** Where a source stands when nothing is taken of it. */
const BEGINNINGS: Readonly<Partial<Record<Kind, string>>> = { estimate: 'sent', order: 'open', challan: 'issued' };

/** Sets how far these documents are converted, once what was taken of them has changed. */
export async function settleSources(ctx: Context, ids: Iterable<string | null>): Promise<void> {
  const given = [...new Set([...ids].flatMap((id) => id ?? []))];
  for (const source of (await lockSources(ctx, given)).values()) {
    const begun = BEGINNINGS[source.kind];
    // What was closed, declined or called off stays so.
    if (!begun || !GIVING.has(source.status)) continue;
    const rests = await restOf(ctx, source.id, null);
    const untouched = source.accepted_at ? 'accepted' : begun;
    const status = rests.every(({ left }) => left <= 0)
      ? 'converted'
      : rests.some(({ left, quantity }) => left < quantity)
        ? 'partly_converted'
        : untouched;
    if (status === source.status) continue;
    await ctx.execute(
      `update documents set status = $3, version = version + 1, updated_at = now() where tenant_id = $1 and id = $2`,
      [source.id, status],
    );
    const noun = `${source.kind}s`;
    ctx.audit({
      action: `${noun}.convert`,
      subject: noun,
      subject_id: source.id,
      before: { status: source.status },
      after: { status },
    });
  }
}

/** Throws when something came of the document that was not cancelled. */
export async function assertUntaken(ctx: Context, id: string, kind: ProblemKind): Promise<void> {
  const [row] = await ctx.sql(
    `select 1 from document_lines l join documents d on d.tenant_id = l.tenant_id and d.id = l.document_id and d.status <> 'cancelled'
     where l.tenant_id = $1 and l.from_id = $2 limit 1`,
    [id],
  );
  if (row) throw problem(kind);
}
