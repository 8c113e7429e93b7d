/** The fields of a draft's head: whom and when come first; on a phone the seldom ones wait in a fold below the lines. */

import { labelOfCode } from '@tenantry/india/states.ts';
import { goOnWithin } from '@tenantry/ui/form/go_on.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Checkbox } from '@tenantry/ui/parts/choice_field.tsx';
import { ComboBox, type Option } from '@tenantry/ui/parts/combo_box.tsx';
import { DateField } from '@tenantry/ui/parts/date_field.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type KeyboardEvent, type ReactNode, useCallback, useRef, useState, useSyncExternalStore } from 'react';
import { OperatorFields } from '../ecommerce-operators/ecommerce-operators.screens.tsx';
import type { Desk, Shown } from './desk.screens.tsx';
import { ADJUSTMENTS, Adjustments } from './draft_adjustments.screens.tsx';
import { CurrencyFields, currencyFor } from './draft_currency.screens.tsx';
import { CHOICES, choicesOf, DATES, type Head, headOf, mayBeLeft } from './draft_head.screens.tsx';
import type { Refused } from './drafting.screens.tsx';

import { ShipToFields } from './ship_to.screens.tsx';

export interface FieldsProps {
  desk: Desk;
  head: Head;
  set(change: Partial<Head>): void;
  errorOf(field: string): string | undefined;
  sums: Shown | null;
}

type Asked = NonNullable<Desk['fields']>[number];

/** Whether a kind of document asks for a field. */
export const shows =
  ({ fields }: Desk) =>
  (field: Asked): boolean =>
    fields?.includes(field) ?? false;

/** As wide as the lines stand below each other (line_grid.css). */
const PHONE = '(max-width: 640px)';

export function useIsPhone(): boolean {
  return useSyncExternalStore(
    (tell) => {
      const width = matchMedia(PHONE);
      width.addEventListener('change', tell);
      return () => width.removeEventListener('change', tell);
    },
    () => matchMedia(PHONE).matches,
  );
}

/** Enter goes from field to field, and from the last of a group to the lines; what follows from the sale is passed by. */
const onEnter = (event: KeyboardEvent<HTMLElement>): void =>
  goOnWithin(event, () => document.querySelector<HTMLElement>('.document-lines [data-cell]'));

/** What no document of its kind does without, and what says what it is. */
export function FirstFields({ desk, head, set, errorOf, isNew }: FieldsProps & { isNew: boolean }): ReactNode {
  const words = useWords();
  const place = usePlace();
  /** Which of the customers that were found are billed in other currencies too. */
  const abroad = useRef(new Map<string, boolean>());
  const isBegun = useRef(!isNew);
  /** A new document begins with whom it is for; on a phone the keyboard would cover it. */
  const begin = useCallback((input: HTMLInputElement | null) => {
    if (!input || isBegun.current || matchMedia(PHONE).matches) return;
    isBegun.current = true;
    input.focus();
  }, []);
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
  /** Who is billed for the first time is written down by name; the rest can follow. */
  const create = async (name: string): Promise<void> => {
    try {
      const { data } = await place.call<{ id: string; name: string }>('POST /customers', { name });
      set({ customer: { id: data.id, label: data.name }, place_of_supply: '', ship_to: null, ...currencyFor(false) });
      tell({
        text: words('documents.customer_added', { name: data.name }),
        // Whoever pressed one key too many finds nobody of half a name in his list.
        undo: async () => {
          await place.call('DELETE /customers/{customer}', { customer: data.id });
          set({ customer: null, place_of_supply: '' });
        },
      });
    } catch (error) {
      tell({ text: place.faultOf(error).text });
    }
  };
  return (
    <fieldset className="document-group" onKeyDown={onEnter}>
      <ComboBox
        {...(place.allows('customers.write') ? { onCreate: (name: string) => void create(name) } : {})}
        label={words('documents.customer')}
        required
        inputRef={begin}
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
      <DateField
        label={words('documents.date')}
        value={head.date}
        today={place.today}
        onChange={(date) => set({ date })}
        error={errorOf('date')}
      />
      {shows(desk)('purpose') ? <Choice {...{ desk, head, set, errorOf }} field="purpose" /> : null}
    </fieldset>
  );
}

function Choice({
  desk,
  head,
  set,
  errorOf,
  field,
}: Omit<FieldsProps, 'sums'> & { field: (typeof CHOICES)[number] | 'supply_type' }): ReactNode {
  const words = useWords();
  return (
    <Select
      label={words(`documents.${field}`)}
      choices={choicesOf(desk, field)
        .filter(Boolean)
        .map((value) => ({ value, label: words(`documents.${field}_${value}`) }))}
      none={mayBeLeft(desk, field) ? words(`documents.${field}_none`) : undefined}
      value={head[field]}
      onChange={({ target }) => set({ [field]: target.value })}
      error={errorOf(field)}
    />
  );
}

/** What follows from the customer and the sale unless somebody says otherwise. */
export function MoreFields(props: FieldsProps): ReactNode {
  const { desk, head, set, errorOf, sums } = props;
  const words = useWords();
  const place = usePlace();
  const branches = useLoaded<{ id: string; name: string }[]>(place.allows('branches.read') ? 'GET /branches' : null, {
    is_active: 'true',
    limit: 50,
  });
  return (
    <fieldset className="document-group" onKeyDown={onEnter}>
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
      {DATES.filter(shows(desk)).map((field) => (
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
      {CHOICES.filter((field) => field !== 'purpose' && shows(desk)(field)).map((field) => (
        <Choice key={field} {...props} field={field} />
      ))}
      <Choice {...props} field="supply_type" />
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
      <OperatorFields
        value={head.ecommerce_operator ?? null}
        onChange={(ecommerce_operator) => set({ ecommerce_operator })}
        errorOf={errorOf}
      />
      <Checkbox
        label={words('documents.reverse_charge')}
        checked={head.reverse_charge}
        onChange={({ target }) => set({ reverse_charge: target.checked })}
        error={errorOf('reverse_charge')}
      />
      <Checkbox
        label={words('documents.prices_include_tax')}
        checked={head.prices_include_tax}
        onChange={({ target }) => set({ prices_include_tax: target.checked })}
      />
    </fieldset>
  );
}

/** Those of `MoreFields`; a customer abroad is asked for a currency. */
const FOLDED = [
  'branch_id',
  'reference',
  'supply_type',
  'is_abroad',
  'currency',
  'exchange_rate',
  'exchange_date',
  'place_of_supply',
  'ship_to',
  'ecommerce_operator',
  'prices_include_tax',
  'payment_terms',
  'document_type',
  'reverse_charge',
  'round_off',
  ...ADJUSTMENTS,
  ...DATES,
] as const satisfies readonly (keyof Head)[];

/** They open by themselves where one of them says something, or is refused. */
export function FoldedFields({ refused, ...props }: FieldsProps & { refused: Refused | null }): ReactNode {
  const { desk, head } = props;
  const words = useWords();
  const { today } = usePlace();
  const usual = headOf(desk, null, today);
  const isTold = FOLDED.some((field) => head[field] !== usual[field]);
  const isFaulty = Object.keys(refused?.fields ?? {}).some((field) =>
    (FOLDED as readonly string[]).includes(field.split('/')[0] ?? ''),
  );
  const [isOpen, setOpen] = useState(isTold);
  // Whoever folds them again has them folded, until there is something new to see.
  const [seen, setSeen] = useState({ isTold, refused });
  if (seen.isTold !== isTold || seen.refused !== refused) {
    setSeen({ isTold, refused });
    if (isFaulty || (isTold && !seen.isTold)) setOpen(true);
  }
  return (
    <details className="document-more" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words('documents.more_fields')}</summary>
      <div className="document-fields">
        <MoreFields {...props} />
        <Adjustments {...props} />
      </div>
    </details>
  );
}
