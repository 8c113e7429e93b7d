/** The lines of documents in their table: read, stored, and their part in the returns. */

import { executeAhead } from '@tenantry/kernel/db/handle.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { type IssuedDocument, type ReturnDocument, returnRows } from '../gst/sections.ts';
import type { OwnValues } from '../gst-values/own.ts';
import type { Charge, Head } from '../tax/tax.ts';
import type { DocumentHead, DocumentLine, Side } from './documents.schema.ts';

const COLUMNS = {
  line: 'integer',
  product_id: 'uuid',
  description: 'text',
  hsn: 'text',
  nature: 'text',
  quantity: 'numeric',
  unit: 'text',
  unit_price: 'numeric',
  discount_percent: 'numeric',
  discount_amount: 'bigint',
  tax_rate: 'numeric',
  cess_rate: 'numeric',
  treatment: 'text',
  amount: 'bigint',
  discount: 'bigint',
  charges: 'bigint',
  taxable_value: 'bigint',
  cgst: 'bigint',
  sgst: 'bigint',
  igst: 'bigint',
  cess: 'bigint',
  total: 'bigint',
  taxable_in_currency: 'numeric',
  total_in_currency: 'numeric',
  price_source: 'text',
  price_list_id: 'uuid',
  rate_source: 'text',
  from_id: 'uuid',
  from_line: 'integer',
} as const;
const NAMES = Object.keys(COLUMNS).join(', ');
const TYPED = Object.entries(COLUMNS)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');

export async function linesOf(ctx: Context, id: string): Promise<DocumentLine[]> {
  return ctx.sql<DocumentLine>(
    `select ${NAMES} from document_lines where tenant_id = $1 and document_id = $2 order by line`,
    [id],
  );
}

/** Puts these in the place of the draft's lines. */
export async function replaceLines(ctx: Context, id: string, lines: readonly DocumentLine[]): Promise<void> {
  await executeAhead(ctx, 'delete from document_lines where tenant_id = $1 and document_id = $2', [id]);
  await storeLines(ctx, id, lines);
}

export async function storeLines(ctx: Context, id: string, lines: readonly DocumentLine[]): Promise<void> {
  await executeAhead(
    ctx,
    `insert into document_lines (tenant_id, document_id, ${NAMES})
     select $1::uuid, $2::uuid, x.* from jsonb_to_recordset($3::jsonb) as x(${TYPED})`,
    [id, JSON.stringify(lines)],
  );
}

/** What the returns must know of a document that is about to be issued. */
export interface Reported {
  id: string;
  kind: ReturnDocument;
  number: string;
  head: Pick<DocumentHead, 'date' | 'buyer' | 'supply_type' | 'place_of_supply' | 'total'> & {
    head: Head;
    charge: Charge;
  };
  seller: Side;
  lines: readonly DocumentLine[];
  original?: NonNullable<IssuedDocument['original']>;
  gst_values: OwnValues;
}

/** Settles each line's part in the returns; before the document is issued, as it is frozen then. */
export async function settleReturns(ctx: Context, of: Reported): Promise<void> {
  const { id, kind, number, head, seller, lines, original = null, gst_values } = of;
  const document = {
    kind,
    number,
    date: head.date,
    supplier_gstin: seller.gstin ?? '',
    buyer_gstin: head.buyer.gstin,
    supply_type: head.supply_type,
    place_of_supply: head.place_of_supply,
    head: head.head,
    charge: head.charge,
    total: head.total,
    lines,
    original,
  };
  const rows = returnRows(document, gst_values.b2cl);
  if (rows.length === 0) return;
  await executeAhead(
    ctx,
    `update document_lines l set return_section = x.section, return_type = x.type, return_rate = x.tax_rate, hsn_of = x.hsn_of
     from jsonb_to_recordset($3::jsonb) as x(section text, type text, tax_rate numeric, hsn_of text, line integer)
     where l.tenant_id = $1 and l.document_id = $2 and l.line = x.line + 1`,
    [id, JSON.stringify(rows)],
  );
}
