/** The looks at the sales register: which there are, what each says, and what narrows them. */

/** One row for each document or line, or sums by what the others name. */
export const SALES_VIEWS = ['document', 'line', 'customer', 'item', 'hsn', 'rate', 'month', 'place', 'branch'] as const;
export type SalesView = (typeof SALES_VIEWS)[number];
/** Those that are made of lines; they can be narrowed to an item, a code or a rate. */
export const LINE_VIEWS: readonly SalesView[] = ['line', 'item', 'hsn', 'rate'];

/** What narrows a look, each a field of the input. */
export const NARROWING = ['customer_id', 'branch_id', 'place_of_supply', 'item', 'hsn', 'rate'] as const;

export const SALES_AMOUNTS = ['taxable_value', 'cgst', 'sgst', 'igst', 'cess', 'other', 'total'] as const;

/** What each look says of its rows, beside the amounts. */
export const SALES_COLUMNS = {
  document: ['date', 'number', 'name', 'gstin', 'place_of_supply'],
  line: ['date', 'number', 'name', 'description', 'hsn', 'rate', 'quantity', 'unit'],
  customer: ['name', 'gstin', 'documents'],
  item: ['name', 'hsn', 'documents', 'quantity', 'unit'],
  hsn: ['hsn', 'documents', 'quantity', 'unit'],
  rate: ['rate', 'documents'],
  month: ['month', 'documents'],
  place: ['place_of_supply', 'documents'],
  branch: ['name', 'documents'],
} as const satisfies Record<SalesView, readonly string[]>;
