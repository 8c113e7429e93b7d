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
import type { Shown } from './desk.screens.tsx';
import type { DocumentLine } from './documents.schema.ts';

type Product = { id: string; name: string; sku: string } & Pick<DocumentLine, 'hsn' | 'unit' | 'treatment'> & {
    sale_price: number | null;
    tax_rate: number | null;
  };

const typed = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** What bears no tax is said in the place of a rate. */
const UNTAXED = ['nil_rated', 'exempt', 'non_gst'] as const;

/** `exempt` as people read it; nothing of what bears tax. */
function untaxedWord(words: Words, treatment: string | undefined): string {
  return UNTAXED.some((one) => one === treatment) ? words(`documents.treatment_${treatment}`) : '';
}

/** What bears no tax, of a word or its beginning. */
function untaxedOf(words: Words, text: string): (typeof UNTAXED)[number] | undefined {
  const typed = text.trim().toLocaleLowerCase();
  const found = UNTAXED.filter((one) => untaxedWord(words, one).toLocaleLowerCase().startsWith(typed));
  return typed && found.length === 1 ? found[0] : undefined;
}

/** What choosing a product writes into its line. */
function choiceOf(words: Words, product: Product): LineChoice {
  const { id, name, sku, hsn, unit, sale_price, tax_rate, treatment } = product;
  // Until somebody types a price it is the one that the customer has, which the server tells.
  const unit_price = typed(sale_price);
  const fills = {
    product_id: id,
    description: name,
    hsn: typed(hsn),
    unit,
    quantity: '1',
    ...{ unit_price, own_price: unit_price },
    tax_rate: untaxedWord(words, treatment) || typed(tax_rate),
    treatment,
    // What was taken off or added for another product does not follow.
    discount_amount: '',
    cess_rate: '',
  };
  return { key: id, label: name, note: sale_price === null ? sku : typed(sale_price), fills };
}

/** Before the tax, as far as the line alone tells; what the document comes to the server computes. */
function worth(line: Line): number {
  const gross = (figureOf(line, 'quantity', 3) ?? 0) * (figureOf(line, 'unit_price') ?? 0);
  const less =
    (gross * (figureOf(line, 'discount_percent', 3) ?? 0)) / 100 + (figureOf(line, 'discount_amount', 2) ?? 0);
  return Math.round((gross - less) * 100) / 100;
}

export function lineColumns(words: Words, place: Place): LineColumn[] {
  const search = async (text: string): Promise<readonly LineChoice[]> =>
    (await place.call<Product[]>('GET /products', { q: text, is_active: 'true', limit: 12 })).data.map((product) =>
      choiceOf(words, product),
    );
  const untaxed = UNTAXED.map((treatment): LineChoice => {
    const label = untaxedWord(words, treatment);
    return { key: treatment, label, fills: { tax_rate: label, treatment, cess_rate: '' } };
  });
  const offered = async (text: string): Promise<readonly LineChoice[]> =>
    untaxed.filter(({ label }) => label.toLocaleLowerCase().startsWith(text.trim().toLocaleLowerCase()));
  return [
    { key: 'description', label: words('documents.line_description'), kind: 'pick', search },
    { key: 'hsn', label: words('documents.line_hsn'), kind: 'text', width: 96 },
    { key: 'quantity', label: words('documents.line_quantity'), kind: 'quantity' },
    { key: 'unit', label: words('documents.line_unit'), kind: 'text', width: 64 },
    { key: 'unit_price', label: words('documents.line_unit_price'), kind: 'money' },
    { key: 'discount_percent', label: words('documents.line_discount_percent'), kind: 'percent' },
    { key: 'tax_rate', label: words('documents.line_tax_rate'), kind: 'percent', width: 96, search: offered },
    { key: 'worth', label: words('documents.line_worth'), kind: 'money', compute: worth, total: true },
  ];
}

/** What a line holds; discounts in rupees and cess have no column here, and stay as they were given. */
const HELD = [
  'product_id',
  'description',
  'hsn',
  'quantity',
  'unit',
  'unit_price',
  'discount_percent',
  'discount_amount',
  'tax_rate',
  'cess_rate',
  'treatment',
  'from_id',
  'from_line',
] as const;

const bearsTax = ({ treatment }: { treatment?: string | undefined }): boolean =>
  !treatment || treatment === 'taxable' || treatment === 'zero_rated';

/** Lines as they are stored, or as they were put aside. */
export type Begun = DocumentLine | Line;

/** A rate, or why there is none. */
const rateOf = (words: Words, { treatment, tax_rate }: { treatment?: string; tax_rate?: unknown }): string =>
  untaxedWord(words, treatment) || typed(tax_rate);

/** The lines of another document as those of a new one, which takes nothing of what that one took. */
export const linesLike = (pattern: Pick<Shown, 'lines'> | null | undefined): DocumentLine[] =>
  (pattern?.lines ?? []).map((line) => ({ ...line, from_id: null, from_line: null }));

export function storeOf(words: Words, columns: readonly LineColumn[], lines: readonly Begun[]): LineStore {
  return createLines(
    columns,
    lines.map((line) => ({
      ...Object.fromEntries(
        HELD.map((name) => [name, line[name] === 0 && name.startsWith('discount') ? '' : typed(line[name])]),
      ),
      ...('own_price' in line && line.own_price !== undefined ? { own_price: line.own_price } : {}),
      ...(bearsTax(line) || figureOf({ tax_rate: typed(line.tax_rate) }, 'tax_rate')
        ? {}
        : { tax_rate: rateOf(words, line) }),
      ...(line.rate_source === 'hsn' || (line.rate_source === null && line.tax_rate === 0 && bearsTax(line))
        ? { own_rate: rateOf(words, line) }
        : 'own_rate' in line
          ? { own_rate: line.own_rate }
          : {}),
    })),
  );
}

const isEmpty = (line: Line): boolean =>
  !line.description?.trim() && !line.quantity?.trim() && !line.unit_price?.trim();

/** The keys of the lines that are more than an empty row, in their order. */
export const keptKeys = (store: LineStore): string[] => store.keys().filter((key) => !isEmpty(store.line(key)));

/** Whether nobody has typed a price over the one that the product came with. */
const hasOwnPrice = (line: Line): boolean =>
  Boolean(line.product_id) && line.own_price !== undefined && line.own_price === (line.unit_price ?? '');

/** Whether nobody has typed a rate over the one that the server found. */
const hasOwnRate = ({ tax_rate, own_rate }: Line): boolean => !tax_rate?.trim() || tax_rate === own_rate;

/** Writes the rates that the server found into lines without one of somebody's own. */
export function takeRates(
  words: Words,
  store: LineStore,
  keys: readonly string[],
  { lines }: Pick<Shown, 'lines'>,
): void {
  for (const [index, { product_id, tax_rate, treatment, rate_source }] of lines.entries()) {
    const key = keys[index] ?? '';
    const line = store.line(key);
    const found = rate_source === null && bearsTax({ treatment }) ? '' : rateOf(words, { treatment, tax_rate });
    if ((line.product_id || null) === product_id && hasOwnRate(line) && (line.tax_rate ?? '') !== found)
      store.put(key, { tax_rate: found, own_rate: found });
  }
}

/** Writes the prices that the server found into lines without one of somebody's own. */
export function takePrices(store: LineStore, keys: readonly string[], { lines }: Pick<Shown, 'lines'>): void {
  for (const [index, { product_id, unit_price, price_source }] of lines.entries()) {
    const key = keys[index] ?? '';
    const line = store.line(key);
    const found = typed(unit_price);
    if (price_source === null || line.product_id !== product_id || !hasOwnPrice(line) || line.unit_price === found)
      continue;
    store.put(key, { unit_price: found, own_price: found });
  }
}

/** Cells that are to hold a figure and do not: `0/quantity`, by the lines that are sent. */
export function unreadCells(words: Words, store: LineStore, columns: readonly LineColumn[]): Record<string, string> {
  const figures = columns.filter(
    ({ kind, compute }) => !compute && (kind === 'money' || kind === 'quantity' || kind === 'percent'),
  );
  const isRead = (line: Line, { key, kind }: LineColumn): boolean => {
    const text = line[key] ?? '';
    if (text.trim() === '' || figureOf(line, key, kind === 'money' ? 4 : 3) !== null) return true;
    return key === 'tax_rate' && untaxedOf(words, text) !== undefined;
  };
  const found = keptKeys(store).flatMap((key, index) =>
    figures
      .filter((column) => !isRead(store.line(key), column))
      .map((column) => [
        `${index}/${column.key}`,
        words(column.key === 'tax_rate' ? 'documents.no_rate' : 'documents.no_figure'),
      ]),
  );
  return Object.fromEntries(found);
}

/** What somebody said of the tax of a line; what its product or its code says the server looks up again. */
function taxInput(words: Words, line: Line): Record<string, unknown> {
  if (hasOwnRate(line)) return {};
  const untaxed = untaxedOf(words, line.tax_rate ?? '');
  if (untaxed) return { treatment: untaxed };
  const rates = { tax_rate: figureOf(line, 'tax_rate', 3), cess_rate: figureOf(line, 'cess_rate', 3) };
  if (!bearsTax(line)) return { ...rates, treatment: 'taxable' };
  // What the kind of sale makes of a taxable line follows from the sale.
  return line.treatment && line.treatment !== 'zero_rated' ? { ...rates, treatment: line.treatment } : rates;
}

/** The lines as the server takes them. */
export function linesInput(words: Words, store: LineStore, keys: readonly string[]): Record<string, unknown>[] {
  return keys.map((key) => {
    const line = store.line(key);
    return {
      ...(line.product_id ? { product_id: line.product_id } : {}),
      ...(line.from_id ? { from_id: line.from_id, from_line: Number(line.from_line) } : {}),
      description: line.description?.trim() || null,
      hsn: line.hsn?.trim() || null,
      quantity: figureOf(line, 'quantity', 3) ?? 0,
      unit: line.unit?.trim() || null,
      unit_price: hasOwnPrice(line) ? null : figureOf(line, 'unit_price'),
      discount_percent: figureOf(line, 'discount_percent', 3) ?? 0,
      discount_amount: figureOf(line, 'discount_amount', 2) ?? 0,
      ...taxInput(words, line),
    };
  });
}
