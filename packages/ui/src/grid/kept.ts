/** Views that are kept under a name: what a ledger knows of them, and where they are kept. */
import type { GridView } from './view.ts';

export interface SavedView {
  id: string;
  name: string;
  /** The query of the URL that shows it. */
  params: Readonly<Record<string, string>>;
  /** Colleagues have it too. */
  shared: boolean;
  /** This person may rename, change and remove it. */
  mayChange: boolean;
  /** This person's list opens with it. */
  isDefault: boolean;
}

/** What a person keeps. */
export interface Keeping {
  name: string;
  view: GridView;
  shared: boolean;
}

/** Where views are kept; each call tells afterwards what there is. */
export interface SavedViewsPort {
  /** Whether this person may share. */
  mayShare: boolean;
  list(): Promise<readonly SavedView[]>;
  /** Keeps a new one; answers its id. */
  add(keeping: Keeping): Promise<string>;
  change(id: string, keeping: Keeping): Promise<void>;
  remove(id: string): Promise<void>;
  /** The list opens with it; null as declared. */
  choose(id: string | null): Promise<void>;
}

/** What the keys of a ledger ask of its views. */
export interface ViewsHandle {
  /** Opens the sheet of views. */
  open(): void;
  /** Shows the view at this place; 0 is everything. */
  show(place: number): void;
}

export function sameParams(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const text = (params: Readonly<Record<string, string>>): string =>
    new URLSearchParams(Object.entries(params).sort()).toString();
  return text(one) === text(other);
}
