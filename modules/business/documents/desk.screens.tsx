/** A kind of document as its screens show it: what its draft asks for, how its states look, what can be done with it. */
import type { Page } from '@tenantry/ui/page/page.ts';
import type { Mark } from '@tenantry/ui/parts/status_mark.tsx';
import type { ComponentType } from 'react';
import type { Answered } from './documents.schema.ts';

/** A document of any kind as screens read it; what only some kinds have may be missing. */
export type Shown = Answered & {
  original?: { number: string; date: string };
  original_id?: string;
  reason?: string;
  paid?: number;
  balance?: number;
  balance_in_currency?: number | null;
};

export interface DraftProps {
  desk: Desk;
  draft: Shown | null;
  /** Another one that a new draft begins as. */
  pattern?: Shown | null;
  onStored(document: Shown): void;
  /** What is stored shall be shown in place of what was typed. */
  onTaken(document: Shown): void;
}

/** Something that can be done with an issued document. */
export interface Act {
  /** After `documents.`, the word on the button. */
  name: string;
  /** In these states; in all that an issued one has when left out. */
  from?: readonly string[];
  permission: string;
  /** Opens another page, with a query. */
  opens?(document: Shown): { path: string; search: Record<string, string> };
  /** Whether it can be done with this one, beside its state. */
  fits?(document: Shown): boolean;
  /** A letter that does it; it stands first, as the main one. */
  key?: string;
  /** Calls `POST /<noun>/{one}/<verb>`; what is answered is shown. */
  calls?: string;
  /** Makes a draft of what is left of it, of this noun, and opens it. */
  into?: string;
}

export interface Desk {
  page: Page;
  /** `invoice` in `/invoices/{invoice}`. */
  one: string;
  Draft: ComponentType<DraftProps>;
  /** Dates, choices and checks of the draft, beside whom and the lines. */
  fields?: readonly ('document_type' | 'due_date' | 'payment_terms' | 'valid_until' | 'delivery_date' | 'purpose')[];
  /** The word on the button that issues; `documents.issue` when left out. */
  issue?: string;
  /** A new one is drafted and issued by one call. */
  atOnce?: boolean;
  /** States in which it can be cancelled. */
  cancels: readonly string[];
  acts?: readonly Act[];
  /** What stands below the document, such as its payments. */
  Below?: ComponentType<{ document: Shown; onChanged(document: Shown): void }>;
  /** A mark and a word, after `documents.`, that say more than the state. */
  settled?(document: Shown, today: string): { mark: Mark; word: string; values?: Record<string, number> } | null;
}

/** A new one of the same kind for whom this one was, with its lines; by the day and the numbers of the new one. */
export const duplicate = (noun: string): Act => ({
  name: 'duplicate',
  permission: `${noun}.write`,
  opens: ({ id }) => ({ path: `/${noun}/new`, search: { like: id } }),
});

/** What a document can become, while it stands in one of these states. */
export const into = (from: readonly string[], nouns: readonly string[]): Act[] =>
  nouns.map((noun) => ({ name: `into_${noun}`, into: noun, from, permission: `${noun}.write` }));
