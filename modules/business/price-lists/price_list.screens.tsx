/** One price list: what it is, and below it the prices in a grid to type or paste into. */
import { LineGrid } from '@tenantry/ui/lines/line_grid.tsx';
import {
  createLines,
  figureOf,
  type Line,
  type LineChoice,
  type LineColumn,
  type LineStore,
} from '@tenantry/ui/lines/line_store.ts';
import { type PageKey, type Place, usePlace } from '@tenantry/ui/page/place.tsx';
import { RecordPage } from '@tenantry/ui/page/record_page.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import { useWords, type Words } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { PriceFile, type PriceFileProps } from './price_file.screens.tsx';
import type { Entry } from './price-lists.schema.ts';
import page from './price-lists.screens.tsx';
import './price-lists.css';

interface Priced {
  id: string;
  version: number;
  entries: Entry[];
}

type Product = { id: string; name: string; sku: string; sale_price: number | null };

const typed = (value: unknown): string => (value === null || value === undefined || value === 0 ? '' : String(value));

function columnsOf(words: Words, place: Place): LineColumn[] {
  const search = async (q: string): Promise<readonly LineChoice[]> => {
    const { data } = await place.call<Product[]>('GET /products', { q, is_active: 'true', limit: 12 });
    return data.map(({ id, name, sku, sale_price }) => ({
      ...{ key: id, label: name, note: sale_price === null ? sku : String(sale_price) },
      fills: { product_id: id, product: name, chosen: name, unit_price: typed(sale_price) },
    }));
  };
  return [
    { key: 'product', label: words('price-lists.product'), kind: 'pick', search },
    { key: 'min_quantity', label: words('price-lists.min_quantity'), kind: 'quantity', width: 120 },
    { key: 'unit_price', label: words('price-lists.unit_price'), kind: 'money' },
    { key: 'valid_from', label: words('price-lists.valid_from'), kind: 'text', width: 110 },
    { key: 'valid_to', label: words('price-lists.valid_to'), kind: 'text', width: 110 },
  ];
}

const linesOf = (entries: readonly Entry[]): Line[] =>
  entries.map(({ product_id, product_name, unit_price, min_quantity, valid_from, valid_to }) => ({
    ...{
      product_id,
      product: product_name,
      chosen: product_name,
      unit_price: String(unit_price),
      min_quantity: typed(min_quantity),
    },
    ...{ valid_from: typed(valid_from), valid_to: typed(valid_to) },
  }));

const FIELDS = ['product', 'min_quantity', 'unit_price', 'valid_from', 'valid_to'] as const;

/** The product of a line; none once another text was typed or pasted over its name. */
const productOf = (line: Line): string | undefined => (line.chosen === line.product ? line.product_id : undefined);

/** The keys of the lines that hold something. */
const keptOf = (store: LineStore): string[] =>
  store.keys().filter((key) => FIELDS.some((field) => store.line(key)[field]?.trim()));

/** What cannot be sent, at its cell. */
function unreadOf(store: LineStore, keys: readonly string[], words: Words): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const key of keys) {
    const line = store.line(key);
    if (!productOf(line)) faults[`${key}/product`] = words('price-lists.choose_product');
    if (figureOf(line, 'unit_price') === null) faults[`${key}/unit_price`] = words('price-lists.no_figure');
    if (line.min_quantity?.trim() && figureOf(line, 'min_quantity', 3) === null)
      faults[`${key}/min_quantity`] = words('price-lists.no_figure');
    for (const field of ['valid_from', 'valid_to'] as const)
      if (line[field]?.trim() && !/^\d{4}-\d\d-\d\d$/.test(line[field].trim()))
        faults[`${key}/${field}`] = words('price-lists.no_day');
  }
  return faults;
}

const entryOf = (line: Line) => ({
  product_id: productOf(line),
  unit_price: figureOf(line, 'unit_price'),
  min_quantity: figureOf(line, 'min_quantity', 3) ?? 0,
  valid_from: line.valid_from?.trim() || null,
  valid_to: line.valid_to?.trim() || null,
});

/** Products that were pasted by name or SKU are looked for; each is asked for once. */
async function findPasted(place: Place, store: LineStore, keys: readonly string[]): Promise<void> {
  const found = new Map<string, Promise<Product | undefined>>();
  for (const key of keys) {
    const text = store.line(key).product?.trim() ?? '';
    if (productOf(store.line(key)) || !text) continue;
    const looked =
      found.get(text) ??
      place.call<Product[]>('GET /products', { q: text, is_active: 'true', limit: 12 }).then(({ data }) => {
        const same = (one: string): boolean => one.toLowerCase() === text.toLowerCase();
        return data.find(({ sku, name }) => same(sku) || same(name));
      });
    found.set(text, looked);
    const product = await looked;
    if (product) store.put(key, { product_id: product.id, product: product.name, chosen: product.name });
  }
}

interface PricesProps extends Omit<PriceFileProps, 'id'> {
  list: Priced;
}

function Prices({ list, import_id, onTaken }: PricesProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const columns = useMemo(() => columnsOf(words, place), [words, place]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the prices are read once; the grid holds them from then on
  const store = useMemo(() => createLines(columns, linesOf(list.entries)), []);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [wrong, setWrong] = useState('');
  const known = useRef(list);
  const mayWrite = place.allows('price-lists.write');

  async function put(entries: unknown): Promise<Priced> {
    const named = { price_list: list.id, entries };
    const send = async (version: number): Promise<Priced> =>
      (await place.call<Priced>('PUT /price-lists/{price_list}/prices', { ...named, version })).data;
    try {
      return await send(known.current.version);
    } catch (error) {
      if (place.faultOf(error).status !== 412) throw error;
      const { data } = await place.call<Priced>('GET /price-lists/{price_list}/prices', { price_list: list.id });
      // Another name of the list is no other price.
      if (JSON.stringify(data.entries) !== JSON.stringify(known.current.entries)) throw error;
      return send(data.version);
    }
  }
  async function save(): Promise<void> {
    const keys = keptOf(store);
    setWrong('');
    try {
      await findPasted(place, store, keys);
      const unread = unreadOf(store, keys, words);
      setFaults(unread);
      if (Object.keys(unread).length > 0) return;
      const entries = keys.map((key) => entryOf(store.line(key)));
      const data = await put(entries);
      known.current = data;
      tell({ text: words('price-lists.saved', { count: data.entries.length }) });
    } catch (error) {
      const { text, errors } = place.faultOf(error);
      const cells = errors.flatMap(({ pointer, detail }) => {
        const [, index, field = ''] = /^\/entries\/(\d+)\/(\w+)$/.exec(pointer) ?? [];
        return index ? [[`${keys[Number(index)]}/${field === 'product_id' ? 'product' : field}`, detail]] : [];
      });
      setFaults(Object.fromEntries(cells));
      if (cells.length === 0) setWrong(text);
    }
  }
  const latest = useRef(save);
  latest.current = save;
  const keys = useMemo<PageKey[]>(
    () =>
      mayWrite ? [{ keys: 'ctrl+s', label: 'price-lists.save', bar: true, run: () => void latest.current() }] : [],
    [mayWrite],
  );
  place.useKeys(keys);
  return (
    <section className="price-list" aria-label={words('price-lists.prices')}>
      <header>
        <h2>{words('price-lists.prices')}</h2>
        <div className="price-list-acts">
          <PriceFile id={list.id} import_id={import_id} onTaken={onTaken} />
          {mayWrite ? (
            <Button kind="main" keys="Ctrl S" onClick={() => void save()}>
              {words('price-lists.save')}
            </Button>
          ) : null}
        </div>
      </header>
      <p className="dim">{words('price-lists.hint')}</p>
      {wrong ? <Banner kind="bad" title={wrong} /> : null}
      <div className="price-list-lines">
        <LineGrid
          label={words('price-lists.prices')}
          columns={columns}
          store={store}
          faults={faults}
          readOnly={!mayWrite}
        />
      </div>
    </section>
  );
}

export default function PriceListScreen(props: ScreenProps): ReactNode {
  const id = props.params.id ?? 'new';
  const isNew = id === 'new';
  const place = usePlace();
  const loaded = useLoaded<Priced>(isNew ? null : 'GET /price-lists/{price_list}/prices', { price_list: id });
  const [taken, setTaken] = useState<{ version: number; import_id: string | null }>({ version: 0, import_id: null });
  /** What was brought in is shown by a grid of its own. */
  async function bringAnew(import_id: string | null): Promise<void> {
    const { data } = await place.call<Priced>('GET /price-lists/{price_list}/prices', { price_list: id });
    loaded.put(data);
    setTaken({ version: data.version, import_id });
  }
  return (
    <>
      <RecordPage {...props} page={page} />
      {!isNew && loaded.data ? (
        <Prices
          key={`${id} ${taken.version}`}
          list={loaded.data}
          import_id={taken.import_id}
          onTaken={(import_id) => void bringAnew(import_id)}
        />
      ) : null}
    </>
  );
}
