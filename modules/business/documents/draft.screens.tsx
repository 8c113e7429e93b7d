/** A draft to type into: whom, when, what; what it comes to stands beside it at each change, and one key issues it. */

import { LineGrid } from '@tenantry/ui/lines/line_grid.tsx';
import { type Aside, PutAside } from '@tenantry/ui/page/aside.tsx';
import { type PageKey, usePlace } from '@tenantry/ui/page/place.tsx';
import { TextArea } from '@tenantry/ui/parts/text_field.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { DraftProps, Shown } from './desk.screens.tsx';
import { Adjustments, adjustmentsInput, unreadAmounts } from './draft_adjustments.screens.tsx';
import { currencyInput, rateOf } from './draft_currency.screens.tsx';
import { FirstFields, FoldedFields, MoreFields, shows, useIsPhone } from './draft_fields.screens.tsx';
import { AT_FIELDS, type Begun, CHOICES, DATES, type Head, headLike, headOf } from './draft_head.screens.tsx';
import {
  keptKeys,
  lineColumns,
  linesInput,
  linesLike,
  storeOf,
  takePrices,
  takeRates,
  unreadCells,
} from './draft_lines.screens.tsx';
import { PricesFrom } from './draft_prices.screens.tsx';
import { DraftHead, DraftSums, useDrafting } from './drafting.screens.tsx';

/** A draft; it goes on with what was typed before the page was left. */
export function Draft(props: DraftProps): ReactNode {
  const { draft, desk, pattern } = props;
  const name = draft?.id ?? (pattern ? `like-${pattern.id}` : 'new');
  return (
    <PutAside<Begun> under={`${desk.page.resource.noun}/${name}`} version={draft?.version}>
      {(aside) => <Writing {...props} aside={aside} />}
    </PutAside>
  );
}

const KEYS: readonly PageKey[] = [
  {
    keys: 'alt+a',
    label: 'lines.add',
    bar: true,
    run: () => document.querySelector<HTMLElement>('.document-lines .line-grid-add')?.click(),
  },
];

function Writing({ desk, draft, pattern, onStored, onTaken, aside }: DraftProps & { aside: Aside<Begun> }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const isPhone = useIsPhone();
  const { noun } = desk.page.resource;
  const { begun } = aside;
  const columns = useMemo(() => lineColumns(words, place), [words, place]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lines are read once; the grid holds them from then on
  const store = useMemo(() => storeOf(words, columns, begun?.lines ?? draft?.lines ?? linesLike(pattern)), []);
  const [head, setHead] = useState(
    (): Head => ({
      ...(pattern && !draft ? headLike(desk, pattern, place.today) : headOf(desk, draft, place.today)),
      ...begun?.head,
    }),
  );
  const [round, setRound] = useState(0);
  useEffect(() => store.onChange(() => setRound((now) => now + 1)), [store]);

  /** The lines as they were sent last. */
  const sent = useRef<readonly string[]>([]);
  const drafting = useDrafting<Shown>({
    desk,
    draft,
    onStored,
    onTaken,
    aside,
    typed() {
      const keys = keptKeys(store);
      return head.customer || keys.length > 0 ? { head, lines: keys.map((key) => store.line(key)) } : null;
    },
    unread: () => ({
      ...unreadCells(words, store, columns),
      ...unreadAmounts(head, words('documents.no_figure')),
      ...(head.exchange_rate.trim() && rateOf(head) === null ? { exchange_rate: words('documents.no_figure') } : {}),
    }),
    onComputed: (computed) => {
      takePrices(store, sent.current, computed);
      takeRates(words, store, sent.current, computed);
    },
    lacking: { field: 'customer_id', text: words('documents.choose_customer') },
    // biome-ignore lint/correctness/useExhaustiveDependencies: another value for each change
    changed: useMemo(() => ({}), [head, round]),
    ...(draft ? { previewed: { draft_id: draft.id } } : {}),
    input: (isLooking) => {
      // A line that is being typed has no quantity yet: nothing is wrong with it before it is meant.
      sent.current = keptKeys(store).filter((key) => !isLooking || store.line(key).quantity?.trim());
      if (!head.customer) return null;
      return {
        customer_id: head.customer.id,
        branch_id: head.branch_id || null,
        ship_to: head.ship_to ?? null,
        ecommerce_operator: head.ecommerce_operator ?? null,
        date: head.date,
        ...Object.fromEntries(DATES.filter(shows(desk)).map((field) => [field, head[field] || null])),
        ...Object.fromEntries(CHOICES.filter(shows(desk)).map((field) => [field, head[field] || null])),
        supply_type: head.supply_type,
        ...currencyInput(head),
        place_of_supply: head.place_of_supply.trim() || null,
        prices_include_tax: head.prices_include_tax,
        reference: head.reference.trim() || null,
        notes: head.notes.trim() || null,
        ...adjustmentsInput(head),
        terms: head.terms.trim() || null,
        lines: linesInput(words, store, sent.current),
      };
    },
  });
  place.useKeys(KEYS);
  const { sums, refused, errorOf } = drafting;
  const set = (change: Partial<Head>): void => setHead((before) => ({ ...before, ...change }));
  const cells = Object.entries(refused?.lines ?? {}).map(([at, detail]) => {
    const [index, field] = at.split('/');
    return [`${sent.current[Number(index)]}/${field === 'product_id' ? 'description' : field}`, detail];
  });
  const fields = { desk, head, set, errorOf, sums };
  return (
    <div className="document-draft">
      <DraftHead
        desk={desk}
        title={words(draft ? `${noun}.draft` : `${noun}.new`)}
        drafting={drafting}
        fields={AT_FIELDS}
      />
      <div className="document-fields">
        <FirstFields {...fields} isNew={!draft && !head.customer} />
        {isPhone ? null : <MoreFields {...fields} />}
      </div>
      <div className="document-lines">
        <LineGrid
          label={words('documents.lines')}
          columns={columns}
          store={store}
          faults={Object.fromEntries(cells) as Record<string, string>}
        />
      </div>
      {isPhone ? <FoldedFields {...fields} refused={refused} /> : null}
      <div className="document-foot">
        <div>
          {(['notes', 'terms'] as const).map((field) => (
            <TextArea
              key={field}
              label={words(`documents.${field}`)}
              hint={field === 'terms' ? words('documents.terms_hint') : undefined}
              value={head[field]}
              maxLength={2000}
              onChange={({ target }) => set({ [field]: target.value })}
            />
          ))}
        </div>
        <div>
          {isPhone ? null : <Adjustments {...fields} />}
          <DraftSums of={sums} />
          <PricesFrom of={sums} />
        </div>
      </div>
    </div>
  );
}
