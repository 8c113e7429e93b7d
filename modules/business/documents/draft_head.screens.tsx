/** What a draft's head holds while it is typed, from the stored draft or from what was put aside on this device. */
import type { Line } from '@tenantry/ui/lines/line_store.ts';
import type { Option } from '@tenantry/ui/parts/combo_box.tsx';
import { RUPEES } from '../currencies/iso4217.ts';
import type { EcommerceOperator } from '../ecommerce-operators/ecommerce-operators.schema.ts';
import type { Desk, Shown } from './desk.screens.tsx';
import { ADJUSTMENTS, type AdjustmentsHead, adjustmentsOf } from './draft_adjustments.screens.tsx';
import type { CurrencyHead } from './draft_currency.screens.tsx';
import type { ShipTo } from './ship_to.ts';

export interface Head extends CurrencyHead, AdjustmentsHead {
  customer: Option | null;
  branch_id: string;
  ship_to: ShipTo | null;
  ecommerce_operator: EcommerceOperator | null;
  date: string;
  due_date: string;
  payment_terms: string;
  valid_until: string;
  delivery_date: string;
  purpose: string;
  document_type: string;
  supply_type: string;
  place_of_supply: string;
  prices_include_tax: boolean;
  reference: string;
  notes: string;
  terms: string;
}

/** The choices of a field, as the server takes them. */
export const choicesOf = ({ page }: Desk, field: string): string[] =>
  (page.resource.routes.create?.input.properties[field]?.enum as string[] | undefined) ?? [];

/** Whether the server chooses when nobody does. */
export const mayBeLeft = (desk: Desk, field: string): boolean => choicesOf(desk, field).some((value) => !value);

/** Empty where it follows from what is sold. */
function typeOf(desk: Desk, draft: Shown | null): string {
  if (draft ? draft.type_is_chosen === false : mayBeLeft(desk, 'document_type')) return '';
  return draft?.document_type ?? choicesOf(desk, 'document_type')[0] ?? '';
}

export function headOf(desk: Desk, draft: Shown | null, today: string): Head {
  return {
    customer: draft ? { id: draft.customer_id, label: draft.buyer.name } : null,
    branch_id: draft?.branch_id ?? '',
    ship_to: draft?.ship_to ?? null,
    ecommerce_operator: draft?.ecommerce_operator ?? null,
    date: draft?.date ?? today,
    due_date: draft?.due_is_chosen ? (draft.due_date ?? '') : '',
    payment_terms: draft?.payment_terms ?? '',
    valid_until: draft?.valid_until ?? '',
    delivery_date: draft?.delivery_date ?? '',
    purpose: draft?.purpose ?? 'supply',
    document_type: typeOf(desk, draft),
    supply_type: draft?.supply_type ?? 'regular',
    is_abroad: Boolean(draft && (draft.currency !== RUPEES || draft.supply_type.startsWith('export'))),
    currency: draft?.currency ?? RUPEES,
    exchange_rate: draft?.exchange_rate == null ? '' : String(draft.exchange_rate),
    exchange_date: draft?.exchange_date ?? '',
    place_of_supply: draft?.place_is_chosen ? draft.place_of_supply : '',
    prices_include_tax: draft?.prices_include_tax ?? false,
    reference: draft?.reference ?? '',
    notes: draft?.notes ?? '',
    terms: draft?.terms ?? '',
    ...adjustmentsOf(draft),
  };
}

/** A new one like another: what was agreed on with the customer, without what was said of that one alone. */
export const headLike = (desk: Desk, pattern: Shown, today: string): Head => ({
  ...headOf(desk, pattern, today),
  ...{ date: today, due_date: '', valid_until: '', delivery_date: '', reference: '' },
});

/** Fields that a desk asks for with a date. */
export const DATES = ['due_date', 'valid_until', 'delivery_date'] as const;
/** And with a choice. */
export const CHOICES = ['payment_terms', 'document_type', 'purpose'] as const;

export const AT_FIELDS = [
  'customer_id',
  'branch_id',
  'ship_to',
  'ecommerce_operator',
  'date',
  'currency',
  'exchange_rate',
  'exchange_date',
  ...DATES,
  ...CHOICES,
  'supply_type',
  'place_of_supply',
  'reverse_charge',
  ...ADJUSTMENTS,
];

/** What was typed and is not kept yet: it lies on this device until it is. */
export interface Begun {
  head: Head;
  lines: Line[];
}
