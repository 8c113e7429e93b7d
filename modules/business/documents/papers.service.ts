/** Documents that are no sale yet, once they are sent: numbered, moved from state to state, converted into others. */
import { lockRecord, type Row, updateRecord } from '@tenantry/kernel/db/records.ts';
import { forbidden, ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, type ProblemKind, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { allows } from '@tenantry/kernel/tenancy/roles.ts';
import { decimalsOf } from '../currencies/iso4217.ts';
import { expectNoEway } from '../eway-bills/valid.ts';
import { expectUnfiled } from '../gst-filings/filed.ts';
import { numberFor } from '../series/series.service.ts';
import { cancelled } from './cancel.ts';
import { assertUntaken, lockSources, type Rest, restOf, settleSources } from './conversion.ts';
import type { Answered, DocumentFields, DocumentHead, DocumentLine } from './documents.schema.ts';
import { answer, assessed, createDocument, fieldsOf, lockDraft, sourcesOf } from './documents.service.ts';
import type { Documents, Move } from './documents.ts';
import { linesOf, replaceLines } from './lines.ts';

/** A kind of document that is no sale yet. */
export interface Papers<N extends string = string, O extends string = string> extends Documents<N, O> {
  /** What it is once it is sent. */
  issued: string;
  /** Verb → which states it leads from and to. Closing, accepting and the like; issuing, converting and cancelling are apart. */
  moves: Readonly<Record<string, Move>>;
  cancels: readonly string[];
  /** What may come from it. */
  into: readonly Documents[];
  wrongState: ProblemKind;
  isTaken: ProblemKind;
}

/** Adds to a kind of document what it is beside a sale. */
export function definePapers<const N extends string, const O extends string>(
  documents: Documents<N, O>,
  papers: Pick<Papers, 'issued' | 'moves' | 'cancels' | 'into'>,
): Papers<N, O> {
  const { noun, title } = documents;
  const thing = title.toLowerCase();
  return {
    ...documents,
    ...papers,
    wrongState: defineProblem(`${noun}.wrong_state`, 409, `That cannot be done with this ${thing} as it stands.`),
    isTaken: defineProblem(`${noun}.is_taken`, 409, `Something came of this ${thing}; cancel that first.`),
  };
}

/** Issues a draft: computed once more, numbered without a gap, and kept as it is from then on. Nothing is posted. */
export async function issuePaper(ctx: Context, papers: Papers, ref: string, version?: number): Promise<Answered> {
  const draft = await lockDraft<DocumentHead>(ctx, papers, ref, version);
  const found = await assessed(ctx, papers, fieldsOf(draft, await linesOf(ctx, draft.id)), draft.id);
  if (found.obstacles.length > 0) throw problem(papers.notReady, { errors: found.obstacles });
  await replaceLines(ctx, draft.id, found.lines);
  // Challans stand in table 13 of GSTR-1, with their numbers.
  const gstin = papers.kind === 'challan' ? found.seller.gstin : null;
  await expectUnfiled(ctx, { gstin, date: draft.date, is_registered: Boolean(draft.buyer.gstin) });
  const number = await numberFor(ctx, papers.templates, draft);
  const issued = { number, status: papers.issued, seller: found.seller, issued_at: ctx.now.toISOString() };
  const head = await updateRecord<DocumentHead>(
    ctx,
    papers.record,
    draft.id,
    { ...found.head, ...issued },
    undefined,
    'issue',
  );
  return answer(head, found.lines, { obstacles: [], warnings: found.warnings });
}

/** Moves it to another state. Throws `<noun>.wrong_state`. */
export async function movePaper(
  ctx: Context,
  papers: Papers,
  verb: string,
  ref: string,
  version?: number,
): Promise<Answered> {
  const { from, to } = papers.moves[verb] as Move;
  const before = (await lockRecord(ctx, papers.record, ref, version)) as DocumentHead;
  if (!from.includes(before.status)) throw problem(papers.wrongState, { detail: `It is ${before.status}.` });
  if (verb === 'accept')
    await ctx.execute('update documents set accepted_at = now() where tenant_id = $1 and id = $2', [before.id]);
  const head = await updateRecord<DocumentHead>(ctx, papers.record, before.id, { status: to }, undefined, verb);
  return answer(head, await linesOf(ctx, head.id));
}

/** Calls it off; its number stays used. Throws `<noun>.wrong_state`, `<noun>.is_taken` while something came of it, `eway-bills.is_valid`. */
export async function cancelPaper(
  ctx: Context,
  papers: Papers,
  ref: string,
  reason: string,
  version?: number,
): Promise<Answered> {
  const before = (await lockRecord(ctx, papers.record, ref, version)) as DocumentHead;
  await assertUntaken(ctx, before.id, papers.isTaken);
  if (!papers.cancels.includes(before.status)) throw problem(papers.wrongState, { detail: `It is ${before.status}.` });
  if (papers.kind === 'challan') await expectNoEway(ctx, before.id);
  const gstin = papers.kind === 'challan' ? before.seller?.gstin : null;
  const is_registered = Boolean(before.buyer.gstin);
  await expectUnfiled(ctx, {
    gstin,
    date: before.date,
    is_registered,
    instead: 'Its number is told; close it instead.',
  });
  const changes = cancelled(ctx, reason);
  const head = await updateRecord<DocumentHead>(ctx, papers.record, before.id, changes, undefined, 'cancel');
  const lines = await linesOf(ctx, head.id);
  await settleSources(ctx, sourcesOf(lines));
  return answer(head, lines);
}

export interface Wanted {
  /** The noun of what is to come of it. */
  into: string;
  /** Left out: all that is left of every line. */
  lines?: { line: number; quantity: number }[];
  date?: string;
}

/** Hundredths that an amount of its currency has at least. */
const stepOf = ({ currency }: DocumentHead): number => (decimalsOf(currency) === 0 ? 100 : 1);

/** How much of each line went over before, by what is left of it. */
const goneOf = (rests: readonly Rest[]): Map<number, number> =>
  new Map(rests.map(({ line, quantity, left }) => [line, quantity - left]));

/** The part of an amount between two shares of its whole, so that parts after another come to it exactly. */
function partOf(value: Paise, [before, after]: readonly [number, number], step: number): Paise {
  const upTo = (share: number): number => Math.round((value * share) / step) * step;
  return (upTo(after) - upTo(before)) as Paise;
}

/** What was given for the whole of a document, for the part of its value that goes over. */
function sharesOf(
  head: DocumentHead,
  lines: readonly DocumentLine[],
  gone: ReadonlyMap<number, number>,
  taken: ReadonlyMap<number, number>,
): Row {
  const whole = lines.reduce((sum, line) => sum + line.amount, 0);
  const shareOf = (of: ReadonlyMap<number, number>): number =>
    whole === 0
      ? 0
      : lines.reduce((sum, { amount, line, quantity }) => sum + (amount * (of.get(line) ?? 0)) / quantity, 0) / whole;
  const before = shareOf(gone);
  const share = (value: Paise): Paise =>
    partOf(value, [before, whole === 0 ? 1 : before + shareOf(taken)], stepOf(head));
  const { discount_amount, charges, other_charges } = head;
  return {
    discount_amount: share(discount_amount),
    charges: share(charges),
    other_charges: share(other_charges),
  };
}

/** How much of each line goes over. Throws 422 for more than is left, and when nothing is. */
function takenOf(rests: readonly Rest[], wanted: Wanted['lines']): Map<number, number> {
  const all = rests.filter(({ left }) => left > 0).map(({ line, left }) => ({ line, quantity: left }));
  const taken = new Map((wanted ?? all).map(({ line, quantity }) => [line, quantity]));
  const errors = (wanted ?? []).flatMap(({ line, quantity }, index) => {
    const rest = rests.find((one) => one.line === line);
    if (!rest) return [{ pointer: `/lines/${index}/line`, detail: 'There is no such line.' }];
    return quantity > rest.left
      ? [{ pointer: `/lines/${index}/quantity`, detail: `Of this line ${rest.left} are left.` }]
      : [];
  });
  if (taken.size === 0) errors.push({ pointer: '/lines', detail: 'Nothing is left of it.' });
  if (errors.length > 0) throw problem(ruleBroken, { errors });
  return taken;
}

/** What goes from one document to the next as it is. */
const CARRIED = [
  ...([
    'customer_id',
    'branch_id',
    'ship_to',
    'ecommerce_operator',
    'supply_type',
    'place_of_supply',
    'reverse_charge',
    'round_off',
  ] as const),
  ...(['currency', 'exchange_rate', 'exchange_date', 'prices_include_tax', 'notes', 'terms'] as const),
] as const;

/**
 * Makes a draft of what is left, or of the named quantities, with the prices and discounts as they are. Whoever converts has to
 * be allowed to write what comes of it. Throws `<noun>.wrong_state`, and 422 for more than is left.
 */
export async function convertPaper(
  ctx: Context,
  papers: Papers,
  ref: string,
  { into, lines: wanted, date }: Wanted,
): Promise<{ noun: string; id: string }> {
  const target = papers.into.find(({ noun }) => noun === into) as Documents;
  const permission = `${into}.write`;
  if (!allows(ctx.actor.permissions, permission))
    throw problem(forbidden, { detail: `This needs the permission ${permission}.`, extra: { permission } });
  const head = (await lockRecord(ctx, papers.record, ref, undefined)) as DocumentHead;
  const source = (await lockSources(ctx, [head.id])).get(head.id);
  const givable = [papers.issued, 'accepted', 'partly_converted'];
  if (!source || !givable.includes(head.status)) throw problem(papers.wrongState, { detail: `It is ${head.status}.` });
  const lines = await linesOf(ctx, head.id);
  const rests = await restOf(ctx, head.id, null);
  const [gone, taken] = [goneOf(rests), takenOf(rests, wanted)];
  const fields = fieldsOf(head, lines);
  const step = stepOf(head);
  const given: DocumentFields = {
    ...(Object.fromEntries(CARRIED.map((name) => [name, fields[name]])) as Pick<
      DocumentFields,
      (typeof CARRIED)[number]
    >),
    ...sharesOf(head, lines, gone, taken),
    reference: head.reference,
    ...(date ? { date } : {}),
    lines: fields.lines.flatMap((line, index) => {
      const { line: number, quantity: whole, discount_amount } = lines[index] as DocumentLine;
      const quantity = taken.get(number);
      if (!quantity) return [];
      const before = gone.get(number) ?? 0;
      const less = partOf(discount_amount, [before / whole, (before + quantity) / whole], step);
      return [{ ...line, quantity, discount_amount: less, from_id: head.id, from_line: number }];
    }),
  };
  const made = await createDocument(ctx, target, given);
  return { noun: into, id: made.id };
}
