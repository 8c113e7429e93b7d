/** The application around a page that stands in an organisation: addresses, keys, drafts, the day and what others do there. */
import type { FormValues } from '../form/values.ts';
import type { ColumnChoice } from '../grid/columns.ts';
import type { GridDensity } from '../grid/view.ts';
import type { PeriodCalendar } from '../period/presets.ts';
import { type App, useApp } from '../screens/app.tsx';

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

/** What a list opens with, as the server keeps it. */
export interface KeptOpening {
  list: string;
  q: string;
  filters: Readonly<Record<string, string>>;
  sort: string;
  columns: readonly ColumnChoice[] | null;
  density: GridDensity | null;
}

export interface Place extends App {
  /** Fetches a file and hands it to the person under this name. */
  download(key: string, input: Record<string, unknown>, name: string): Promise<void>;
  has(feature: string | undefined): boolean;
  /** The query of the page's address. */
  search: Readonly<Record<string, string>>;
  useKeys(keys: readonly PageKey[]): void;
  drafts: {
    load(key: string): Promise<FormValues | null>;
    save(key: string, values: FormValues): Promise<void>;
    drop(key: string): Promise<void>;
    /** Takes a name for this tab alone until then: the key, or `<key>-2` where another living tab has that. */
    hold(key: string, until: AbortSignal): Promise<string>;
  };
  /**
   * Calls when somebody else changes a record that the person may see; with null when too much was missed to tell. Answers how to
   * end it.
   */
  hear(hearer: (happening: { type: string; subject: string; subject_id: string | null } | null) => void): () => void;
  /** IANA zone of the organisation. */
  zone: string;
  /** The day there, and how the organisation's weeks and years begin. */
  calendar: PeriodCalendar;
  /** `2026-11-21`, there. */
  today: string;
  /** Who is signed in. */
  user_id: string;
  /** The kept views that this person's lists open with, as the server told them when the page was loaded. */
  openings: readonly KeptOpening[];
}

export function usePlace(): Place {
  const place = useApp();
  if (!('drafts' in place)) throw new Error('this page stands in no organisation');
  return place as Place;
}
