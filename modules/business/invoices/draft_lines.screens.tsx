/** The lines of a draft as the grid holds them: products looked for, and what goes to the server. */
import {
  createLines,
  figureOf,
  type Line,
  type LineChoice,
  type LineColumn,
  type LineStore,
} from '@tenantry/ui/lines/line_store.ts';
import type { Place } from '@tenantry/ui/page/place.tsx';
import type { Words } from '@tenantry/ui/words/words.tsx';
import type { InvoiceLine } from './invoices.schema.ts';

type Product = { id: string; name: string; sku: string } & Pick<InvoiceLine, 'hsn' | 'unit' | 'treatment'> & {
    sale_price: number | null;
    tax_rate: number | null;
  };

const typed = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** What choosing a product writes into its line. */
function choiceOf({ id, name, sku, hsn, unit, sale_price, tax_rate, treatment }: Product): LineChoice {
  const fills = {
    product_id: id,
    description: name,
    hsn: typed(hsn),
    unit,
    quantity: '1',
    unit_price: typed(sale_price),
    tax_rate: typed(tax_rate),
    treatment,
  };
  return { key: id, label: name, note: sale_price === null ? sku : typed(sale_price), fills };
}

/** Before the tax, as far as the line alone tells; what the document comes to the server computes. */
function worth(line: Line): number {
  const gross = (figureOf(line, 'quantity', 3) ?? 0) * (figureOf(line, 'unit_price') ?? 0);
  return Math.round(gross * (100 - (figureOf(line, 'discount_percent', 3) ?? 0))) / 100;
}

export function lineColumns(words: Words, place: Place): LineColumn[] {
  const search = async (text: string): Promise<readonly LineChoice[]> =>
    (await place.call<Product[]>('GET /products', { q: text, is_active: 'true', limit: 12 })).data.map(choiceOf);
  return [
    { key: 'description', label: words('invoices.line_description'), kind: 'pick', search },
    { key: 'hsn', label: words('invoices.line_hsn'), kind: 'text', width: 96 },
    { key: 'quantity', label: words('invoices.line_quantity'), kind: 'quantity' },
    { key: 'unit', label: words('invoices.line_unit'), kind: 'text', width: 64 },
    { key: 'unit_price', label: words('invoices.line_unit_price'), kind: 'money' },
    { key: 'discount_percent', label: words('invoices.line_discount_percent'), kind: 'percent' },
    { key: 'tax_rate', label: words('invoices.line_tax_rate'), kind: 'percent' },
    { key: 'worth', label: words('invoices.line_worth'), kind: 'money', compute: worth, total: true },
  ];
}

const SHOWN = [
  'product_id',
  'description',
  'hsn',
  'quantity',
  'unit',
  'unit_price',
  'discount_percent',
  'tax_rate',
  'treatment',
] as const;

export function storeOf(columns: readonly LineColumn[], lines: readonly InvoiceLine[]): LineStore {
  return createLines(
    columns,
    lines.map((line) =>
      Object.fromEntries(
        SHOWN.map((name) => [name, line[name] === 0 && name === 'discount_percent' ? '' : typed(line[name])]),
      ),
    ),
  );
}

const isEmpty = (line: Line): boolean =>
  !line.description?.trim() && !line.quantity?.trim() && !line.unit_price?.trim();

/** The keys of the lines that are more than an empty row, in their order. */
export const keptKeys = (store: LineStore): string[] => store.keys().filter((key) => !isEmpty(store.line(key)));

/** The lines as the server takes them. */
export function linesInput(store: LineStore): Record<string, unknown>[] {
  return keptKeys(store).map((key) => {
    const line = store.line(key);
    const bears = !line.treatment || line.treatment === 'taxable' || line.treatment === 'zero_rated';
    const rate = figureOf(line, 'tax_rate', 3);
    return {
      ...(line.product_id ? { product_id: line.product_id } : {}),
      description: line.description?.trim() || null,
      hsn: line.hsn?.trim() || null,
      quantity: figureOf(line, 'quantity', 3) ?? 0,
      unit: line.unit?.trim() || null,
      unit_price: figureOf(line, 'unit_price'),
      discount_percent: figureOf(line, 'discount_percent', 3) ?? 0,
      ...(bears ? { tax_rate: rate } : {}),
      // What the kind of sale makes of a taxable line follows from the sale.
      ...(line.treatment && line.treatment !== 'zero_rated' ? { treatment: line.treatment } : {}),
    };
  });
}
