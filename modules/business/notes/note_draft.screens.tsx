/** A note to write: the lines of its invoice with what is left, and what of each comes back or is added. */
import { day } from '@tenantry/ui/format/days.ts';
import { quantity as figure, money } from '@tenantry/ui/format/figures.ts';
import { type Aside, PutAside } from '@tenantry/ui/page/aside.tsx';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { ComboBox, type Option } from '@tenantry/ui/parts/combo_box.tsx';
import { DateField } from '@tenantry/ui/parts/date_field.tsx';
import { NumberField } from '@tenantry/ui/parts/number_field.tsx';
import { Select, TextArea } from '@tenantry/ui/parts/text_field.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useMemo, useState } from 'react';
import type { DraftProps, Shown } from '../documents/desk.screens.tsx';
import { DraftHead, DraftSums, useDrafting } from '../documents/drafting.screens.tsx';
import type { Available } from './notes.schema.ts';

type NoteShown = Shown & { available: Available[] };

/** What is taken of a line of the invoice. */
interface Taken {
  quantity: number | null;
  value: number | null;
}

const NONE: Taken = { quantity: null, value: null };

/** What is taken of each line: as the draft has it, and nothing for a new one. */
function takenOf(draft: Shown | null): Record<number, Taken> {
  return Object.fromEntries(
    (draft?.lines ?? []).map(({ from_line, quantity, taxable_value }) => [
      from_line,
      quantity > 0 ? { quantity, value: null } : { quantity: null, value: taxable_value },
    ]),
  );
}

/** The figure, or nothing while it is none. */
const known = (value: number | null): number | null =>
  value === null || Number.isNaN(value) || value === 0 ? null : value;

/** What was typed and is not kept yet. */
interface Begun {
  chosen: Option | null;
  date: string;
  reason: string;
  notes: string;
  taken: Record<number, Taken>;
}

/** A note of an invoice; it goes on with what was typed before the page was left. */
export function NoteDraft(props: DraftProps): ReactNode {
  const { desk, draft } = props;
  const { invoice } = usePlace().search;
  const name = draft?.id ?? (invoice ? `of-${invoice}` : 'new');
  return (
    <PutAside<Begun> under={`${desk.page.resource.noun}/${name}`} version={draft?.version}>
      {(aside) => <Writing {...props} aside={aside} />}
    </PutAside>
  );
}

function Writing({ desk, draft, onStored, onTaken, aside }: DraftProps & { aside: Aside<Begun> }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { noun, routes } = desk.page.resource;
  const { begun } = aside;
  const isCredit = noun === 'credit-notes';
  const named = draft?.original_id ?? place.search.invoice;
  const given = useLoaded<Shown>(named ? 'GET /invoices/{invoice}' : null, { invoice: named ?? '' });
  const [chosen, setChosen] = useState<Option | null>(begun?.chosen ?? null);
  const invoice_id = chosen?.id ?? named;
  const [date, setDate] = useState(begun?.date ?? draft?.date ?? place.today);
  const [reason, setReason] = useState(begun?.reason ?? draft?.reason ?? (isCredit ? 'sales_return' : 'correction'));
  const [notes, setNotes] = useState(begun?.notes ?? draft?.notes ?? '');
  const [taken, setTaken] = useState(() => begun?.taken ?? takenOf(draft));
  const lines = Object.entries(taken)
    .map(([line, { quantity, value }]) => ({ from_line: Number(line), quantity: known(quantity), value: known(value) }))
    .filter(({ quantity, value }) => quantity !== null || value !== null);
  const drafting = useDrafting<Shown>({
    desk,
    draft,
    onStored,
    onTaken,
    aside,
    typed: () => ({ chosen, date, reason, notes, taken }),
    lacking: { field: 'invoice_id', text: words('documents.choose_invoice') },
    // biome-ignore lint/correctness/useExhaustiveDependencies: another value for each change
    changed: useMemo(() => ({}), [invoice_id, date, reason, notes, taken]),
    fixed: 'invoice_id',
    input: () => (invoice_id ? { invoice_id, date, reason, notes: notes.trim() || null, lines } : null),
  });
  const { sums, refused, errorOf } = drafting;
  const available = (sums as NoteShown | null)?.available ?? [];
  const shown = chosen ?? (given.data && { id: given.data.id, label: given.data.number ?? '' });

  const find = async (text: string, signal: AbortSignal): Promise<readonly Option[]> => {
    const { data } = await place.call<Shown[]>('GET /invoices', {
      ...(text ? { q: text } : {}),
      status: 'issued',
      limit: 12,
    });
    return signal.aborted
      ? []
      : data.map(({ id, number, buyer, date: of }) => ({ id, label: number ?? '', note: `${buyer.name}, ${day(of)}` }));
  };
  const set = (line: number, change: Partial<Taken>): void =>
    setTaken((before) => ({ ...before, [line]: { ...NONE, ...before[line], ...change } }));
  const all = (): void =>
    setTaken(
      Object.fromEntries(
        available
          .filter(({ left_quantity, left_value }) => left_quantity > 0 || left_value > 0)
          .map(({ line, left_quantity, left_value }) => [
            line,
            left_quantity > 0 ? { quantity: left_quantity, value: null } : { quantity: null, value: left_value },
          ]),
      ),
    );
  const faultAt = (line: number, field: string): string | undefined => {
    const index = lines.findIndex(({ from_line }) => from_line === line);
    return (
      refused?.lines[`${index}/${field}`] ?? (field === 'quantity' ? refused?.lines[`${index}/from_line`] : undefined)
    );
  };
  const reasons = (routes.create?.input.properties.reason?.enum as string[] | undefined) ?? [];
  return (
    <div className="document-draft">
      <DraftHead
        desk={desk}
        title={words(draft ? `${noun}.draft` : `${noun}.new`)}
        drafting={drafting}
        fields={['invoice_id', 'date', 'reason']}
      />
      <div className="document-fields">
        <ComboBox
          label={words('documents.invoice')}
          required
          value={shown}
          onChange={(one) => {
            if (draft) return;
            setChosen(one);
            setTaken({});
          }}
          find={find}
          error={errorOf('invoice_id')}
        />
        <DateField
          label={words('documents.date')}
          value={date}
          today={place.today}
          onChange={setDate}
          error={errorOf('date')}
        />
        <Select
          label={words('documents.reason')}
          choices={reasons.map((value) => ({ value, label: words(`documents.reason_${value}`) }))}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          error={errorOf('reason')}
        />
      </div>
      {available.length > 0 ? (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone has to be reached by keys */}
          <section className="document-table" aria-label={words('documents.lines')} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{words('documents.line_description')}</th>
                  <th scope="col">{words('documents.sold')}</th>
                  <th scope="col">{words('documents.left')}</th>
                  <th scope="col">{words('documents.quantity_back')}</th>
                  <th scope="col">{words('documents.value_back')}</th>
                </tr>
              </thead>
              <tbody>
                {available.map(({ line, description, unit, quantity, left_quantity, left_value }) => (
                  <tr key={line}>
                    <th scope="row">{description}</th>
                    <td>
                      {figure(quantity)} {unit}
                    </td>
                    <td>
                      {figure(left_quantity)} {unit}, {money(left_value)}
                    </td>
                    <td>
                      <NumberField
                        label={`${words('documents.quantity_back')}: ${description}`}
                        hideLabel
                        kind="quantity"
                        value={taken[line]?.quantity ?? null}
                        onChange={(value) => set(line, { quantity: value, ...(value ? { value: null } : {}) })}
                        error={faultAt(line, 'quantity')}
                      />
                    </td>
                    <td>
                      <NumberField
                        label={`${words('documents.value_back')}: ${description}`}
                        hideLabel
                        kind="money"
                        value={taken[line]?.value ?? null}
                        onChange={(value) => set(line, { value, ...(value ? { quantity: null } : {}) })}
                        error={faultAt(line, 'value')}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          {isCredit ? (
            <div>
              <Button onClick={all}>{words('documents.all_left')}</Button>
            </div>
          ) : null}
        </>
      ) : null}
      <div className="document-foot">
        <TextArea
          label={words('documents.notes')}
          value={notes}
          maxLength={2000}
          onChange={({ target }) => setNotes(target.value)}
        />
        <DraftSums of={sums} />
      </div>
    </div>
  );
}
