/** Many documents in one file for a portal: what it would refuse is left out and told of, and stops none of the others. */
import { fieldErrors } from '@tenantry/kernel/http/faults.ts';
import { lazily, makeAjv } from '@tenantry/kernel/http/validate.ts';
import { Problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { challans } from '../challans/challans.service.ts';
import type { Documents } from '../documents/documents.ts';
import { judgeEinvoice, judgeEway, notReady } from '../einvoice/einvoice.service.ts';
import { EwayBill, type Transport } from '../einvoice/eway.schema.ts';
import { FILE_VERSION } from '../einvoice/eway.ts';
import { OLDEST_DAYS } from '../einvoice/eway_rules.ts';
import { Inv01 } from '../einvoice/inv01.schema.ts';
import { NOT_MEANT } from '../einvoice/not_meant.ts';
import { invoices } from '../invoices/invoices.service.ts';
import { creditNotes, debitNotes } from '../notes/notes.service.ts';
import type { LeftOut, PortalForm } from './printouts.schema.ts';

/** What each portal takes. */
const TAKEN: Readonly<Record<PortalForm, readonly Documents[]>> = {
  einvoice: [invoices, creditNotes, debitNotes],
  eway_bill: [invoices, challans],
};

/** The files for portals that can be made of a noun. */
export const portalForms = (noun: string): PortalForm[] =>
  (['einvoice', 'eway_bill'] as const).filter((form) => TAKEN[form].some((one) => one.noun === noun));

/** The portals take the file of one registration: the one that most of these are of. Null where none has a GSTIN. */
export async function mostOf(ctx: Context, ids: readonly string[]): Promise<string | null> {
  const [row] = await ctx.sql<{ gstin: string }>(
    `select seller ->> 'gstin' as gstin from documents where tenant_id = $1 and id = any($2::uuid[]) and status not in ('draft', 'cancelled')
       and seller ->> 'gstin' is not null group by 1 order by count(*) desc, 1 limit 1`,
    [ids],
  );
  return row?.gstin ?? null;
}

interface Wanted {
  form: PortalForm;
  noun: string;
  ids: readonly string[];
  gstin?: string | undefined;
  transport: Transport;
}

type Why = Omit<LeftOut, 'document_id' | 'number'>;

/** Numbers of the e-way bills that move these already. */
async function moved(ctx: Context, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await ctx.sql<{ document_id: string; number: string }>(
    `select document_id, number from eway_bills where tenant_id = $1 and document_id = any($2::uuid[]) and status <> 'cancelled'`,
    [ids],
  );
  return new Map(rows.map(({ document_id, number }) => [document_id, number]));
}

const because = (code: string, detail: string, values: Why['values'] = {}): Why => ({
  ...{ code: `einvoice.${code}`, detail, values, errors: [] },
});

const readers = {
  einvoice: lazily(() => makeAjv(false).compile(Inv01)),
  eway_bill: lazily(() => makeAjv(false).compile(EwayBill)),
};

/** Of one document: what stands for it in the file, or why nothing does. */
async function readOne(
  ctx: Context,
  { form, noun, gstin, transport }: Wanted,
  id: string,
  bills: ReadonlyMap<string, string>,
): Promise<{ number: string | null; why: Why } | { content: object }> {
  const documents = TAKEN[form].find((one) => one.noun === noun) as Documents;
  const judged =
    form === 'einvoice' ? await judgeEinvoice(ctx, documents, id) : await judgeEway(ctx, documents, id, transport);
  const { document, why, errors } = judged;
  const { number, seller, date } = document;
  const leave = (left: Why) => ({ number, why: left });
  if (why) return leave(because(why, NOT_MEANT[why]));
  if (seller?.gstin && gstin && seller.gstin !== gstin)
    return leave(
      because(
        'other_gstin',
        `It is of ${seller.gstin}, and the file of ${gstin}: a portal takes one GSTIN at a time. Take those of ${seller.gstin} by themselves.`,
        { gstin: seller.gstin, other: gstin },
      ),
    );
  const bill = bills.get(id);
  if (bill) return leave(because('has_bill', `E-way bill ${bill} moves it already.`, { number: bill }));
  if (form === 'eway_bill' && ctx.now.getTime() - Date.parse(`${date}T00:00:00+05:30`) > OLDEST_DAYS * 86_400_000)
    return leave(because('too_old', `It is older than ${OLDEST_DAYS} days.`, { days: OLDEST_DAYS }));
  if (errors.length > 0) return leave({ ...because('not_ready', notReady.title), errors });
  const made = await judged.make();
  const content = 'billLists' in made ? (made.billLists[0] as object) : made;
  const isRight = readers[form]();
  if (!isRight(content))
    return leave({ ...because('not_ready', notReady.title), errors: fieldErrors(isRight.errors ?? []) });
  return { content };
}

/** The file piece by piece, nothing where all were left out; `left_out` fills while it is written. */
export async function* portalFile(
  ctx: Context,
  wanted: Wanted,
  left_out: LeftOut[],
  progress: (done: number) => Promise<void>,
): AsyncGenerator<Buffer> {
  const bills = wanted.form === 'eway_bill' ? await moved(ctx, wanted.ids) : new Map<string, string>();
  const [begin, end] = wanted.form === 'einvoice' ? ['[', ']'] : [`{"version":"${FILE_VERSION}","billLists":[`, ']}'];
  let isBegun = false;
  for (const [index, id] of wanted.ids.entries()) {
    try {
      const one = await readOne(ctx, wanted, id, bills);
      if ('content' in one) {
        yield Buffer.from(`${isBegun ? ',\n' : begin}${JSON.stringify(one.content)}`);
        isBegun = true;
      } else left_out.push({ document_id: id, number: one.number, ...one.why });
    } catch (error) {
      if (!(error instanceof Problem && error.kind.status === 404)) throw error;
      left_out.push({ document_id: id, number: null, ...because('gone', 'It was removed meanwhile.') });
    }
    await progress(index + 1);
  }
  if (isBegun) yield Buffer.from(end);
}
