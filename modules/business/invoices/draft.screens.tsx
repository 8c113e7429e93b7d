/** A draft to type into: whom, when, what; what it comes to stands beside it at each change, and one key issues it. */
import { money } from '@tenantry/ui/format/figures.ts';
import { LineGrid } from '@tenantry/ui/lines/line_grid.tsx';
import { type PageKey, usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Checkbox } from '@tenantry/ui/parts/choice_field.tsx';
import { ComboBox, type Option } from '@tenantry/ui/parts/combo_box.tsx';
import { DateField } from '@tenantry/ui/parts/date_field.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { Select, TextArea, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { keptKeys, lineColumns, linesInput, storeOf } from './draft_lines.screens.tsx';
import type { Invoice } from './invoices.schema.ts';
import { placeName, Sums } from './sheet.screens.tsx';

type Known = Pick<Invoice, 'date' | 'document_type' | 'supply_type' | 'prices_include_tax'>;

interface Head extends Known {
  customer: Option | null;
  due_date: string;
  place_of_supply: string;
  reference: string;
  notes: string;
}

const TYPES = ['tax_invoice', 'bill_of_supply', 'invoice_cum_bill'] as const;
const SUPPLIES = [
  'regular',
  'sez_with_payment',
  'sez_without_payment',
  'export_with_payment',
  'export_without_payment',
  'deemed_export',
] as const;

function headOf(draft: Invoice | null, today: string): Head {
  return {
    customer: draft ? { id: draft.customer_id, label: draft.buyer.name } : null,
    date: draft?.date ?? today,
    due_date: draft?.due_date ?? '',
    document_type: draft?.document_type ?? 'tax_invoice',
    supply_type: draft?.supply_type ?? 'regular',
    place_of_supply: draft?.place_is_chosen ? draft.place_of_supply : '',
    prices_include_tax: draft?.prices_include_tax ?? false,
    reference: draft?.reference ?? '',
    notes: draft?.notes ?? '',
  };
}

/** What the server refused, at its field or at its cell. */
interface Refused {
  text: string;
  fields: Record<string, string>;
  cells: Record<string, string>;
}

/** So long nothing more is typed before it is computed. */
const PAUSE_MS = 250;

export function Draft({ draft, onStored }: { draft: Invoice | null; onStored(invoice: Invoice): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const columns = useMemo(() => lineColumns(words, place), [words, place]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lines are read once; the grid holds them from then on
  const store = useMemo(() => storeOf(columns, draft?.lines ?? []), []);
  const [head, setHead] = useState(() => headOf(draft, place.today));
  const [sums, setSums] = useState<Invoice | null>(draft);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [round, setRound] = useState(0);
  useEffect(() => store.onChange(() => setRound((now) => now + 1)), [store]);

  const input = (): Record<string, unknown> => ({
    customer_id: head.customer?.id,
    date: head.date,
    due_date: head.due_date || null,
    document_type: head.document_type,
    supply_type: head.supply_type,
    place_of_supply: head.place_of_supply.trim() || null,
    prices_include_tax: head.prices_include_tax,
    reference: head.reference.trim() || null,
    notes: head.notes.trim() || null,
    lines: linesInput(store),
  });
  const latest = useRef(input);
  latest.current = input;

  function refuse(error: unknown): void {
    const { text, errors } = place.faultOf(error);
    const keys = keptKeys(store);
    const found: Refused = { text, fields: {}, cells: {} };
    for (const { pointer, detail } of errors) {
      const [, index, field] = /^\/lines\/(\d+)\/(\w+)$/.exec(pointer) ?? [];
      if (index && field)
        found.cells[`${keys[Number(index)]}/${field === 'product_id' ? 'description' : field}`] = detail;
      else found.fields[pointer.slice(1)] = detail;
    }
    setRefused(found);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the head or the lines is computed anew, nothing else
  useEffect(() => {
    if (!head.customer) return;
    let isOver = false;
    const pause = setTimeout(async () => {
      try {
        const { data } = await place.call<Invoice>('POST /invoices/preview', latest.current());
        if (isOver) return;
        setSums(data);
        setRefused(null);
      } catch (error) {
        if (!isOver) refuse(error);
      }
    }, PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(pause);
    };
  }, [head, round]);

  async function attempt(act: () => Promise<void>): Promise<void> {
    if (isBusy) return;
    if (!head.customer) {
      setRefused({ text: '', fields: { customer_id: words('invoices.choose_customer') }, cells: {} });
      return;
    }
    setBusy(true);
    try {
      await act();
    } catch (error) {
      refuse(error);
    } finally {
      setBusy(false);
    }
  }
  async function storeDraft(): Promise<Invoice> {
    const { data } = draft
      ? await place.call<Invoice>('PATCH /invoices/{invoice}', { invoice: draft.id, ...latest.current() })
      : await place.call<Invoice>('POST /invoices', latest.current());
    return data;
  }
  const save = (): Promise<void> =>
    attempt(async () => {
      const stored = await storeDraft();
      tell({ text: words('invoices.saved') });
      onStored(stored);
    });
  const issue = (): Promise<void> =>
    attempt(async () => {
      const stored = await storeDraft();
      try {
        const { data } = await place.call<Invoice>('POST /invoices/{invoice}/issue', { invoice: stored.id });
        tell({ text: words('invoices.issued', { number: data.number ?? '' }) });
        onStored(data);
      } catch (error) {
        // What was new is there now, and says itself what stands in its way.
        if (!draft) onStored(stored);
        throw error;
      }
    });
  const mayIssue = place.allows('invoices.issue');
  const acts = useRef({ save, issue });
  acts.current = { save, issue };
  const keys = useMemo<PageKey[]>(
    () => [
      { keys: 'ctrl+s', label: 'invoices.save', bar: true, run: () => void acts.current.save() },
      ...(mayIssue
        ? [{ keys: 'ctrl+Enter', label: 'invoices.issue', bar: true, run: () => void acts.current.issue() }]
        : []),
    ],
    [mayIssue],
  );
  place.useKeys(keys);

  const find = async (text: string, signal: AbortSignal): Promise<readonly Option[]> => {
    const { data } = await place.call<{ id: string; name: string; city: string | null }[]>('GET /customers', {
      ...(text ? { q: text } : {}),
      is_active: 'true',
      limit: 12,
    });
    return signal.aborted
      ? []
      : data.map(({ id, name, city }) => ({ id, label: name, ...(city ? { note: city } : {}) }));
  };
  const set = (change: Partial<Head>): void => setHead((before) => ({ ...before, ...change }));
  const errorOf = (field: string): string | undefined => refused?.fields[field];
  const choices = (group: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: words(`invoices.${group}_${value}`) }));
  const atFields = new Set(['customer_id', 'date', 'due_date', 'document_type', 'supply_type', 'place_of_supply']);
  const elsewhere = Object.entries(refused?.fields ?? {}).filter(([field]) => !atFields.has(field));
  return (
    <div className="invoice-draft">
      <header className="invoice-head">
        <h1>{words(draft ? 'invoices.draft' : 'invoices.new')}</h1>
        <div className="invoice-acts">
          <Button keys="Ctrl S" disabled={isBusy} onClick={() => void save()}>
            {words('invoices.save')}
          </Button>
          {mayIssue ? (
            <Button kind="main" keys="Ctrl ↵" disabled={isBusy} onClick={() => void issue()}>
              {words('invoices.issue')}
            </Button>
          ) : null}
        </div>
      </header>
      {elsewhere.length > 0 || (refused?.text && Object.keys({ ...refused.cells, ...refused.fields }).length === 0) ? (
        <Banner kind="bad" title={refused?.text ?? ''}>
          {elsewhere.map(([field, detail]) => (
            <p key={field}>{detail}</p>
          ))}
        </Banner>
      ) : null}
      <div className="invoice-fields">
        <ComboBox
          label={words('invoices.customer')}
          required
          value={head.customer}
          onChange={(customer) => set({ customer, place_of_supply: '' })}
          find={find}
          error={errorOf('customer_id')}
        />
        <DateField
          label={words('invoices.date')}
          value={head.date}
          today={place.today}
          onChange={(date) => set({ date })}
          error={errorOf('date')}
        />
        <DateField
          label={words('invoices.due_date')}
          value={head.due_date}
          today={place.today}
          hint={head.due_date ? undefined : words('invoices.due_date_hint')}
          onChange={(due_date) => set({ due_date })}
          error={errorOf('due_date')}
        />
        <TextField
          label={words('invoices.reference')}
          value={head.reference}
          maxLength={60}
          onChange={({ target }) => set({ reference: target.value })}
        />
        <Select
          label={words('invoices.document_type')}
          choices={choices('document_type', TYPES)}
          value={head.document_type}
          onChange={({ target }) => set({ document_type: target.value as Head['document_type'] })}
          error={errorOf('document_type')}
        />
        <Select
          label={words('invoices.supply_type')}
          choices={choices('supply_type', SUPPLIES)}
          value={head.supply_type}
          onChange={({ target }) => set({ supply_type: target.value as Head['supply_type'] })}
          error={errorOf('supply_type')}
        />
        <TextField
          label={words('invoices.place_of_supply')}
          value={head.place_of_supply}
          hint={words('invoices.place_hint', { state: sums ? placeName(sums.place_of_supply) : '' })}
          onChange={({ target }) => set({ place_of_supply: target.value })}
          error={errorOf('place_of_supply')}
        />
        <Checkbox
          label={words('invoices.prices_include_tax')}
          checked={head.prices_include_tax}
          onChange={({ target }) => set({ prices_include_tax: target.checked })}
        />
      </div>
      <div className="invoice-lines">
        <LineGrid label={words('invoices.lines')} columns={columns} store={store} faults={refused?.cells ?? {}} />
      </div>
      <div className="invoice-foot">
        <TextArea
          label={words('invoices.notes')}
          value={head.notes}
          maxLength={2000}
          onChange={({ target }) => set({ notes: target.value })}
        />
        <section aria-label={words('invoices.sums')} aria-live="polite">
          {sums ? <Sums of={sums} /> : <p className="dim">{words('invoices.no_sums')}</p>}
          {sums && sums.warnings.length > 0 ? (
            <ul className="invoice-warnings">
              {sums.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          ) : null}
          <p className="visually-hidden">{sums ? money(sums.total) : ''}</p>
        </section>
      </div>
    </div>
  );
}
