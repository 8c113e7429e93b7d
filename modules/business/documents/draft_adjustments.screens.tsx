/** What is taken off and put onto the whole of a draft, beside its lines, and whether it is rounded. */
import { parseFigure } from '@tenantry/ui/format/figures.ts';
import { Checkbox } from '@tenantry/ui/parts/choice_field.tsx';
import { TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import { RUPEES } from '../currencies/iso4217.ts';
import type { Shown } from './desk.screens.tsx';

/** Amounts in the document's currency. */
export const ADJUSTMENTS = ['discount_amount', 'charges', 'other_charges'] as const;
type Amount = (typeof ADJUSTMENTS)[number];

/** As it is typed. */
export interface AdjustmentsHead extends Record<Amount, string> {
  reverse_charge: boolean;
  round_off: boolean;
}

export function adjustmentsOf(draft: Shown | null): AdjustmentsHead {
  const typed = (value: number | undefined): string => (value ? String(value) : '');
  return {
    discount_amount: typed(draft?.discount_amount),
    charges: typed(draft?.charges),
    other_charges: typed(draft?.other_charges),
    reverse_charge: draft?.reverse_charge ?? false,
    // Another currency is not rounded; back in rupees it is again.
    round_off: !draft || draft.rounds || draft.exchange_rate !== null,
  };
}

/** As the server takes it. */
export function adjustmentsInput(head: AdjustmentsHead): Record<string, unknown> {
  const amounts = ADJUSTMENTS.map((name) => [name, head[name].trim() ? parseFigure(head[name], 2) : 0]);
  return { ...Object.fromEntries(amounts), reverse_charge: head.reverse_charge, round_off: head.round_off };
}

/** Those that are no figure. */
export function unreadAmounts(head: AdjustmentsHead, detail: string): Partial<Record<Amount, string>> {
  const unread = ADJUSTMENTS.filter((name) => head[name].trim() && parseFigure(head[name], 2) === null);
  return Object.fromEntries(unread.map((name) => [name, detail]));
}

export function Adjustments({
  head,
  set,
  errorOf,
}: {
  head: AdjustmentsHead & { currency: string };
  set(change: Partial<AdjustmentsHead>): void;
  errorOf(field: string): string | undefined;
}): ReactNode {
  const words = useWords();
  return (
    <div className="document-adjustments">
      {ADJUSTMENTS.map((field) => (
        <TextField
          key={field}
          label={words(`documents.given_${field}`)}
          inputMode="decimal"
          value={head[field]}
          onChange={({ target }) => set({ [field]: target.value })}
          error={errorOf(field)}
        />
      ))}
      {head.currency === RUPEES ? (
        <Checkbox
          label={words('documents.given_round_off')}
          checked={head.round_off}
          onChange={({ target }) => set({ round_off: target.checked })}
        />
      ) : null}
    </div>
  );
}
