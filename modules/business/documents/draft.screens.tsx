/** A draft to type into: whom, when, what; what it comes to stands beside it at each change, and one key issues it. */

import { labelOfCode } from '@tenantry/india/states.ts';
import { LineGrid } from '@tenantry/ui/lines/line_grid.tsx';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Checkbox } from '@tenantry/ui/parts/choice_field.tsx';
import { ComboBox, type Option } from '@tenantry/ui/parts/combo_box.tsx';
import { DateField } from '@tenantry/ui/parts/date_field.tsx';
import { Select, TextArea, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Desk, DraftProps, Shown } from './desk.screens.tsx';
import { CurrencyFields, currencyFor, currencyInput, rateOf } from './draft_currency.screens.tsx';
import {
  AT_FIELDS,
  type Begun,
  begunOf,
  CHOICES,
  choicesOf,
  DATES,
  type Head,
  headOf,
  keptOf,
  mayBeLeft,
} from './draft_head.screens.tsx';
import { keptKeys, lineColumns, linesInput, storeOf, takePrices, unreadCells } from './draft_lines.screens.tsx';
import { PricesFrom } from './draft_prices.screens.tsx';
import { DraftHead, DraftSums, useDrafting } from './drafting.screens.tsx';
import { ShipToFields } from './ship_to.screens.tsx';

/** A draft; it goes on with what was typed before the page was left. */
export function Draft(props: DraftProps): ReactNode {
  const { draft, desk } = props;
  const words = useWords();
  const { drafts } = usePlace();
  const key = `${desk.page.resource.noun}/${draft?.id ?? 'new'}`;
  const [begun, setBegun] = useState<Begun | null | undefined>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once; another document is another page
  useEffect(() => {
    let isOver = false;
    drafts.load(key).then(
      (values) => isOver || setBegun(begunOf(values, draft?.version)),
      () => isOver || setBegun(null),
    );
    return () => {
      isOver = true;
    };
  }, [drafts, key]);
  if (begun === undefined) return <p aria-busy="true">{words('documents.loading')}</p>;
  return <Writing {...props} begun={begun} />;
}

/** So long nothing more is typed before it is put aside. */
const ASIDE_MS = 400;

function Writing({ desk, draft, onStored, onTaken, begun }: DraftProps & { begun: Begun | null }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { noun } = desk.page.resource;
  const columns = useMemo(() => lineColumns(words, place), [words, place]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lines are read once; the grid holds them from then on
  const store = useMemo(() => storeOf(columns, begun?.lines ?? draft?.lines ?? []), []);
  const [head, setHead] = useState((): Head => ({ ...headOf(desk, draft, place.today), ...begun?.head }));
  const [round, setRound] = useState(0);
  useEffect(() => store.onChange(() => setRound((now) => now + 1)), [store]);
  const aside = `${noun}/${draft?.id ?? 'new'}`;
  const isUntouched = useRef(begun === null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the head or the lines is put aside, nothing else
  useEffect(() => {
    const begins = isUntouched.current;
    isUntouched.current = false;
    if (begins || (!head.customer && keptKeys(store).length === 0)) return;
    const pause = setTimeout(() => {
      const lines = keptKeys(store).map((key) => store.line(key));
      void place.drafts.save(aside, { begun: JSON.stringify({ head, lines, version: draft?.version }) });
    }, ASIDE_MS);
    return () => clearTimeout(pause);
  }, [head, round]);
  const shows = (field: NonNullable<Desk['fields']>[number]): boolean => desk.fields?.includes(field) ?? false;

  /** The lines as they were sent last. */
  const sent = useRef<readonly string[]>([]);
  const drafting = useDrafting<Shown>({
    desk,
    draft,
    onStored(stored, isLatest) {
      if (isLatest) void place.drafts.drop(aside);
      onStored(stored);
    },
    onTaken(stored) {
      void place.drafts.drop(aside).then(() => onTaken(stored));
    },
    isAhead: draft !== null && begun !== null,
    unread: () => ({
      ...unreadCells(store, columns, words('documents.no_figure')),
      ...(head.exchange_rate.trim() && rateOf(head) === null ? { exchange_rate: words('documents.no_figure') } : {}),
    }),
    onComputed: (computed) => takePrices(store, sent.current, computed),
    lacking: { field: 'customer_id', text: words('documents.choose_customer') },
    // biome-ignore lint/correctness/useExhaustiveDependencies: another value for each change
    changed: useMemo(() => ({}), [head, round]),
    ...(draft ? { previewed: { draft_id: draft.id } } : {}),
    input: () => {
      sent.current = keptKeys(store);
      if (!head.customer) return null;
      return {
        ...keptOf(draft),
        customer_id: head.customer.id,
        branch_id: head.branch_id || null,
        ship_to: head.ship_to ?? null,
        date: head.date,
        ...Object.fromEntries(DATES.filter(shows).map((field) => [field, head[field] || null])),
        ...Object.fromEntries(CHOICES.filter(shows).map((field) => [field, head[field] || null])),
        supply_type: head.supply_type,
        ...currencyInput(head),
        place_of_supply: head.place_of_supply.trim() || null,
        prices_include_tax: head.prices_include_tax,
        reference: head.reference.trim() || null,
        notes: head.notes.trim() || null,
        lines: linesInput(store),
      };
    },
  });
  const { sums, refused, errorOf } = drafting;
  const branches = useLoaded<{ id: string; name: string }[]>(place.allows('branches.read') ? 'GET /branches' : null, {
    is_active: 'true',
    limit: 50,
  });

  /** Which of the customers that were found are billed in other currencies too. */
  const abroad = useRef(new Map<string, boolean>());
  const find = async (text: string, signal: AbortSignal): Promise<readonly Option[]> => {
    const { data } = await place.call<{ id: string; name: string; city: string | null; category: string }[]>(
      'GET /customers',
      {
        ...(text ? { q: text } : {}),
        is_active: 'true',
        limit: 12,
      },
    );
    if (signal.aborted) return [];
    for (const { id, category } of data) abroad.current.set(id, category === 'overseas' || category === 'sez');
    return data.map(({ id, name, city }) => ({
      id,
      label: name,
      ...(city ? { note: city } : {}),
    }));
  };
  const set = (change: Partial<Head>): void => setHead((before) => ({ ...before, ...change }));
  const choices = (field: string) =>
    choicesOf(desk, field)
      .filter(Boolean)
      .map((value) => ({ value, label: words(`documents.${field}_${value}`) }));
  const keys = keptKeys(store);
  const cells = Object.entries(refused?.lines ?? {}).map(([at, detail]) => {
    const [index, field] = at.split('/');
    return [`${keys[Number(index)]}/${field === 'product_id' ? 'description' : field}`, detail];
  });
  return (
    <div className="document-draft">
      <DraftHead
        desk={desk}
        title={words(draft ? `${noun}.draft` : `${noun}.new`)}
        drafting={drafting}
        fields={AT_FIELDS}
      />
      <div className="document-fields">
        <ComboBox
          label={words('documents.customer')}
          required
          value={head.customer}
          onChange={(customer) =>
            set({
              ...{ customer, place_of_supply: '', ship_to: null },
              ...currencyFor(abroad.current.get(customer?.id ?? '')),
            })
          }
          find={find}
          error={errorOf('customer_id')}
        />
        {branches.data?.length ? (
          <Select
            label={words('documents.branch_id')}
            none={words('documents.no_branch')}
            choices={branches.data.map(({ id, name }) => ({ value: id, label: name }))}
            value={head.branch_id}
            onChange={({ target }) => set({ branch_id: target.value })}
            error={errorOf('branch_id')}
          />
        ) : null}
        <DateField
          label={words('documents.date')}
          value={head.date}
          today={place.today}
          onChange={(date) => set({ date })}
          error={errorOf('date')}
        />
        {DATES.filter(shows).map((field) => (
          <DateField
            key={field}
            label={words(`documents.${field}`)}
            value={head[field]}
            today={place.today}
            hint={field === 'due_date' && !head.due_date ? words('documents.due_date_hint') : undefined}
            onChange={(value) => set({ [field]: value })}
            error={errorOf(field)}
          />
        ))}
        <TextField
          label={words('documents.reference')}
          value={head.reference}
          maxLength={60}
          onChange={({ target }) => set({ reference: target.value })}
        />
        {CHOICES.filter(shows).map((field) => (
          <Select
            key={field}
            label={words(`documents.${field}`)}
            choices={choices(field)}
            none={mayBeLeft(desk, field) ? words(`documents.${field}_none`) : undefined}
            value={head[field]}
            onChange={({ target }) => set({ [field]: target.value })}
            error={errorOf(field)}
          />
        ))}
        <Select
          label={words('documents.supply_type')}
          choices={choices('supply_type')}
          value={head.supply_type}
          onChange={({ target }) => set({ supply_type: target.value })}
          error={errorOf('supply_type')}
        />
        {head.is_abroad ? <CurrencyFields head={head} set={set} errorOf={errorOf} /> : null}
        <TextField
          label={words('documents.place_of_supply')}
          value={head.place_of_supply}
          hint={
            sums
              ? words('documents.place_hint', { state: labelOfCode(sums.place_of_supply) })
              : words('documents.place_hint_none')
          }
          onChange={({ target }) => set({ place_of_supply: target.value })}
          error={errorOf('place_of_supply')}
        />
        <ShipToFields of={head} onChange={(ship_to) => set({ ship_to })} errorOf={errorOf} />
        <Checkbox
          label={words('documents.prices_include_tax')}
          checked={head.prices_include_tax}
          onChange={({ target }) => set({ prices_include_tax: target.checked })}
        />
      </div>
      <div className="document-lines">
        <LineGrid
          label={words('documents.lines')}
          columns={columns}
          store={store}
          faults={Object.fromEntries(cells) as Record<string, string>}
        />
      </div>
      <div className="document-foot">
        <TextArea
          label={words('documents.notes')}
          value={head.notes}
          maxLength={2000}
          onChange={({ target }) => set({ notes: target.value })}
        />
        <div>
          <DraftSums of={sums} />
          <PricesFrom of={sums} />
        </div>
      </div>
    </div>
  );
}
