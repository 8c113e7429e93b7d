/** Documents and their drafts, which are computed anew with each change. */
import { rupeesInWords } from '@tenantry/india/words.ts';
import { getRecord, insertRecord, lockRecord, type Row, updateRecord } from '@tenantry/kernel/db/records.ts';
import { deleteRecord } from '@tenantry/kernel/db/records_many.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { profileOf } from '@tenantry/kernel/tenancy/profile.ts';
import { currencyInWords, RUPEES } from '../currencies/iso4217.ts';
import { ownValues } from '../gst-values/own.ts';
import { ownRatesFor } from '../hsn-rates/hsn-rates.service.ts';
import { getLetterhead } from '../letterhead/letterhead.service.ts';
import { todayOf } from '../masters/master.ts';
import type { Customer } from '../parties/parties.schema.ts';
import { customers } from '../parties/parties.service.ts';
import { offersFor } from '../price-lists/price-lists.service.ts';
import type { Product } from '../products/products.schema.ts';
import { productRecord } from '../products/products.service.ts';
import { type Assessed, assess } from './assess.ts';
import { judgeTaking, lockSources, settleSources } from './conversion.ts';
import type { Answered, DocumentFields, DocumentHead, DocumentLine, LineFields } from './documents.schema.ts';
import type { Documents } from './documents.ts';
import { linesOf, replaceLines, storeLines } from './lines.ts';
import { branchOf, sellerAt } from './sides.ts';

/**
 * Looks up who and what a document is about, and computes it; `document_id` is the draft that it is stored as. Throws
 * `customers.not_found`, and 422 for contradictions and for lines that take more of another document than it has left.
 */
export async function assessed(
  ctx: Context,
  { kind }: Pick<Documents, 'kind'>,
  given: DocumentFields,
  document_id: string | null = null,
): Promise<Assessed> {
  const ids = [...new Set(given.lines.flatMap(({ product_id }) => product_id ?? []))];
  const today = todayOf(ctx);
  // Nobody gave these a rate, and their products may have one; or somebody gave a cess, which the code has to know.
  const open = given.lines.filter(({ tax_rate, cess_rate }) => tax_rate == null || cess_rate);
  // Asked together, which is one round trip; the profile of another database.
  const [customer, rows, offers, rates, branch, standing, { is_composition }, gst_values, profile] = await Promise.all([
    getRecord<Customer>(ctx, customers.record, given.customer_id),
    ids.length === 0
      ? []
      : ctx.sql<Product>(`select ${productRecord.select} from products where tenant_id = $1 and id = any($2::uuid[])`, [
          ids,
        ]),
    offersFor(ctx, given.customer_id, ids),
    open.length === 0 ? [] : ownRatesFor(ctx, codesOf(open), ids),
    branchOf(ctx, given.branch_id),
    standingOf(ctx, given.customer_id, today),
    getLetterhead(ctx),
    ownValues(ctx),
    profileOf(ctx.kernel, ctx.tenant),
  ]);
  const products = new Map(rows.map((row) => [row.id, row]));
  const seller = sellerAt(profile, branch);
  const setting = { kind, seller, customer, products, offers, rates, standing, is_composition, gst_values, today };
  const found = assess(given, setting);
  const { lines } = found;
  if (given.branch_id && !branch) found.faults.push({ pointer: '/branch_id', detail: 'There is no such branch.' });
  found.faults.push(...(await judgeTaking(ctx, { kind, document_id, customer_id: customer.id, today, lines })));
  if (found.faults.length > 0) throw problem(ruleBroken, { errors: found.faults });
  return found;
}

/** The codes of lines, without what people write between the digits. */
const codesOf = (lines: DocumentFields['lines']): string[] =>
  lines.flatMap(({ hsn }) => hsn?.replace(/[\s.]/g, '') || []);

/** What a customer owes of issued invoices, in paise, and how much of it was due before today. */
async function standingOf(
  ctx: Context,
  customer_id: string,
  today: string,
): Promise<{ outstanding: number; overdue: number }> {
  const [row] = await ctx.sql<{ outstanding: number; overdue: number }>(
    `select coalesce(sum(balance::bigint), 0)::bigint as outstanding,
       coalesce(sum(balance::bigint) filter (where due_date < $3), 0)::bigint as overdue
     from documents where tenant_id = $1 and customer_id = $2 and kind = 'invoice' and balance > 0`,
    [customer_id, today],
  );
  return { outstanding: Number(row?.outstanding ?? 0), overdue: Number(row?.overdue ?? 0) };
}

/** The documents that these lines come from. */
export const sourcesOf = (lines: readonly Pick<DocumentLine, 'from_id'>[]): string[] => [
  ...new Set(lines.flatMap(({ from_id }) => from_id ?? [])),
];

const sentences = (errors: readonly FieldError[]): string[] => errors.map(({ detail }) => detail);

/** In the document's own currency. */
function inWords({ total, currency, total_in_currency }: Pick<DocumentHead, Worth>): string {
  return total_in_currency === null ? rupeesInWords(total) : currencyInWords(total_in_currency, currency);
}
type Worth = 'total' | 'currency' | 'total_in_currency';

export function answer<H extends Pick<DocumentHead, Worth>>(
  head: H,
  lines: DocumentLine[],
  found?: Pick<Assessed, 'obstacles' | 'warnings'>,
): Answered<H> {
  const warnings = found ? [...sentences(found.obstacles), ...found.warnings] : [];
  return { ...head, lines, amount_in_words: inWords(head), warnings };
}

/** Fields of a draft that are stored as they were given. */
const KEPT = [
  'customer_id',
  'branch_id',
  'date',
  'payment_terms',
  'valid_until',
  'delivery_date',
  'purpose',
  'document_type',
  'ship_to',
  'ecommerce_operator',
  'supply_type',
  'currency',
  'exchange_rate',
  'exchange_date',
  'reverse_charge',
  'prices_include_tax',
  'discount_amount',
  'charges',
  'other_charges',
  'reference',
  'notes',
  'terms',
] as const;

/** What somebody said of how a line bears tax; what the kind of sale, or its code, made of it follows from them again. */
function ratedAs({ treatment, tax_rate, cess_rate, rate_source }: DocumentLine): Partial<LineFields> {
  if (rate_source === 'hsn') return {};
  if (treatment !== 'taxable' && treatment !== 'zero_rated') return { treatment };
  // A rate that is not known yet is still looked for.
  if (rate_source === null && tax_rate === 0) return cess_rate > 0 ? { cess_rate } : {};
  return { tax_rate, cess_rate, treatment: 'taxable' };
}

/** What people gave, of what is stored. */
export function fieldsOf(head: DocumentHead, lines: readonly DocumentLine[]): DocumentFields {
  const { rounds, place_is_chosen, place_of_supply, due_is_chosen, due_date, type_is_chosen } = head;
  const kept = KEPT.filter((name) => name in head).map((name) => [name, head[name]]);
  return {
    ...(Object.fromEntries(kept) as Pick<DocumentFields, (typeof KEPT)[number]>),
    ...(due_is_chosen ? { due_date } : {}),
    ...(type_is_chosen === false ? { document_type: null } : {}),
    place_of_supply: place_is_chosen ? place_of_supply : null,
    // Another currency is not rounded; back in rupees it is again.
    round_off: rounds || head.exchange_rate !== null,
    lines: lines.map((line) => {
      const { product_id, description, hsn, quantity, unit } = line;
      // A price that is not known yet is still looked for.
      const unit_price = line.price_source === null && line.unit_price === 0 ? null : line.unit_price;
      const { discount_percent, discount_amount, from_id, from_line } = line;
      return {
        ...{
          product_id,
          description,
          hsn,
          quantity,
          unit,
          unit_price,
          discount_percent,
          discount_amount,
          from_id,
          from_line,
        },
        ...ratedAs(line),
      };
    }),
  };
}

export async function getDocument<H extends DocumentHead>(
  ctx: Context,
  { record }: Documents,
  ref: string,
): Promise<Answered<H>> {
  const head = await getRecord<H>(ctx, record, ref);
  return answer(head, await linesOf(ctx, head.id));
}

/** The computation alone; of a draft that is there with `draft_id`. */
export async function previewDocument(
  ctx: Context,
  documents: Documents,
  { draft_id = null, ...given }: DocumentFields & { draft_id?: string | null },
): Promise<Row> {
  if (draft_id) {
    const [draft] = await ctx.sql(
      `select 1 from documents where tenant_id = $1 and id = $2 and kind = $3 and status = 'draft'`,
      [draft_id, documents.kind],
    );
    const fault = { pointer: '/draft_id', detail: 'There is no such draft.' };
    if (!draft) throw problem(ruleBroken, { errors: [fault] });
  }
  const found = await assessed(ctx, documents, given, draft_id);
  return { ...answer(found.head as unknown as DocumentHead, found.lines, found) };
}

/** Stores a draft; what still stands in the way of issuing it comes back as warnings. */
export async function createDocument<H extends DocumentHead>(
  ctx: Context,
  documents: Documents,
  given: DocumentFields,
): Promise<Answered<H>> {
  const { record, kind } = documents;
  const found = await assessed(ctx, documents, given);
  const head = await insertRecord<H>(ctx, record, { ...found.head, kind });
  await storeLines(ctx, head.id, found.lines);
  await settleSources(ctx, sourcesOf(found.lines));
  return answer(head, found.lines, found);
}

/** The draft, locked until the transaction ends. Throws `<noun>.not_draft`. */
export async function lockDraft<H extends DocumentHead>(
  ctx: Context,
  { record, notDraft }: Pick<Documents, 'record' | 'notDraft'>,
  ref: string,
  version?: number,
): Promise<H> {
  const head = (await lockRecord(ctx, record, ref, version)) as H;
  assertDraft({ notDraft }, head);
  return head;
}

/** Throws `<noun>.not_draft`. */
export function assertDraft({ notDraft }: Pick<Documents, 'notDraft'>, { status }: Pick<DocumentHead, 'status'>): void {
  if (status !== 'draft') throw problem(notDraft);
}

/** Changes the named fields of a draft; lines that are given replace all. */
export async function updateDocument<H extends DocumentHead>(
  ctx: Context,
  documents: Documents,
  ref: string,
  changes: Partial<DocumentFields>,
  version?: number,
): Promise<Answered<H>> {
  const before = await lockDraft<H>(ctx, documents, ref, version);
  const lines = await linesOf(ctx, before.id);
  // Those that lose a line are locked with the others.
  await lockSources(ctx, sourcesOf([...lines, ...((changes.lines ?? []) as DocumentLine[])]));
  // Back in rupees it has no rate.
  const rupees = changes.currency === RUPEES || changes.currency === null;
  const bare = rupees ? { exchange_rate: null, exchange_date: null } : {};
  const found = await assessed(ctx, documents, { ...fieldsOf(before, lines), ...bare, ...changes }, before.id);
  const head = await updateRecord<H>(ctx, documents.record, before.id, found.head);
  await replaceLines(ctx, head.id, found.lines);
  await settleSources(ctx, sourcesOf([...lines, ...found.lines]));
  return answer(head, found.lines, found);
}

/** Removes a draft; it never had a number, so nothing is missing. */
export async function deleteDocument<H extends DocumentHead>(
  ctx: Context,
  documents: Documents,
  ref: string,
  version?: number,
): Promise<Answered<H>> {
  const head = await lockDraft<H>(ctx, documents, ref, version);
  const lines = await linesOf(ctx, head.id);
  await lockSources(ctx, sourcesOf(lines));
  await deleteRecord(ctx, documents.record, head.id, version);
  await settleSources(ctx, sourcesOf(lines));
  return answer(head, lines);
}
