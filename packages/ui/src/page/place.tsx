/** What a page needs of the application around it: calls, addresses, keys, drafts. The application gives it, pages ask for it. */
import { createContext, type ReactNode, useContext } from 'react';
import type { FormValues } from '../form/values.ts';
import type { PeriodCalendar } from '../period/presets.ts';

/** What went wrong, in words, and where. */
export interface PageFault {
  /** Of HTTP; 0 for what never reached the server. */
  status: number;
  code: string;
  text: string;
  errors: readonly { pointer: string; detail: string }[];
}

export interface PageKey {
  /** `n`, `ctrl+k`, `g c`. */
  keys: string;
  /** What it does: a key of the words. */
  label: string;
  /** Left out where a part of the page hears the key itself. */
  run?(): void;
  /** Shown at the foot of the screen too. */
  bar?: boolean;
}

export interface Answered<T> {
  data: T;
  meta?: { next_cursor: string | null; limit: number; total?: number; totals?: Record<string, number | null> };
  message: string;
}

export interface Place {
  /** Calls the API: `call('GET /customers', { q: 'as' })`. Throws what `faultOf` reads. */
  call<T>(
    key: string,
    input?: Record<string, unknown>,
    options?: { headers?: Record<string, string> },
  ): Promise<Answered<T>>;
  /** Sends a file with its fields. */
  upload<T>(key: string, input: Record<string, unknown>, form: FormData): Promise<Answered<T>>;
  /** Fetches a file and hands it to the person under this name. */
  download(key: string, input: Record<string, unknown>, name: string): Promise<void>;
  faultOf(error: unknown): PageFault;
  /** Whether this person may do it here. */
  allows(permission: string | null | undefined): boolean;
  has(feature: string | undefined): boolean;
  /** Goes to an address below the organisation. */
  go(path: string, options?: { search?: Readonly<Record<string, string>>; replace?: boolean }): void;
  /** The query of the page's address. */
  search: Readonly<Record<string, string>>;
  /** The address of a page as a link has it. */
  href(path: string): string;
  useKeys(keys: readonly PageKey[]): void;
  drafts: {
    load(key: string): Promise<FormValues | null>;
    save(key: string, values: FormValues): Promise<void>;
    drop(key: string): Promise<void>;
  };
  /**
   * Calls when somebody else changes a record that the person may see; with null when too much was missed to tell. Answers how to
   * end it.
   */
  hear(hearer: (happening: { type: string; subject: string; subject_id: string | null } | null) => void): () => void;
  /** Whether letters without Ctrl or Alt do anything. */
  singleKeys: boolean;
  /** IANA zone of the organisation. */
  zone: string;
  /** The day there, and how the organisation's weeks and years begin. */
  calendar: PeriodCalendar;
  /** `2026-11-21`, there. */
  today: string;
  /** Who is signed in. */
  user_id: string;
}

const Around = createContext<Place | null>(null);

export function PlaceProvider({ place, children }: { place: Place; children: ReactNode }): ReactNode {
  return <Around value={place}>{children}</Around>;
}

export function usePlace(): Place {
  const place = useContext(Around);
  if (!place) throw new Error('there is no application around this page');
  return place;
}
