/** The keys of a ledger: they work in the sheet, and single letters also from elsewhere on the page where nobody types. */
import { type KeyboardEvent as ReactKeyboardEvent, useEffect, useRef } from 'react';

export interface LedgerActs {
  root(): HTMLElement | null;
  singleKeys: boolean;
  /** The row that one stands on, and how many there are. */
  at: number;
  count: number;
  pageSize(): number;
  move(to: number, extend: boolean): void;
  pick(): void;
  selectAll(): void;
  /** False when nothing was selected. */
  clear(): boolean;
  open(): void;
  menu(): void;
  search(): void;
  export(): void;
  /** Opens the sheet of views, and shows the view at a place; 0 is everything. */
  views(): void;
  showView(place: number): void;
  /** An action's own letter; false when no action has it. */
  act(letter: string): boolean;
}

/** For a key bar or the `?` sheet: keys and the words of what they do. */
export const LEDGER_KEYS: readonly { keys: readonly string[]; words: string }[] = [
  { keys: ['/'], words: 'grid.key_filter' },
  { keys: ['J', 'K'], words: 'grid.key_move' },
  { keys: ['X'], words: 'grid.key_select' },
  { keys: ['Ctrl A'], words: 'grid.key_select_all' },
  { keys: ['Enter'], words: 'grid.key_open' },
  { keys: ['.'], words: 'grid.key_actions' },
  { keys: ['E'], words: 'grid.key_export' },
  { keys: ['V'], words: 'grid.key_views' },
  { keys: ['1', '9'], words: 'grid.key_view' },
];

type Stroke = KeyboardEvent | ReactKeyboardEvent;

/** Keys that mean something only to who stands in the sheet. */
function inSheet(acts: LedgerActs, event: Stroke): boolean {
  const { at, count } = acts;
  const moves: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + acts.pageSize(),
    PageUp: at - acts.pageSize(),
    Home: 0,
    End: count - 1,
  };
  const to = moves[event.key];
  if (to !== undefined) {
    acts.move(to, event.shiftKey);
    return true;
  }
  if (event.key === 'Enter') acts.open();
  else if (event.key === ' ') acts.pick();
  else if (event.key === 'Escape') return acts.clear();
  else return false;
  return true;
}

function letter(acts: LedgerActs, event: Stroke): boolean {
  const key = event.key.toLowerCase();
  const runs: Record<string, () => void> = {
    j: () => acts.move(acts.at + 1, event.shiftKey),
    k: () => acts.move(acts.at - 1, event.shiftKey),
    x: acts.pick,
    '.': acts.menu,
    '/': acts.search,
    e: acts.export,
    v: acts.views,
  };
  const run = runs[key];
  if (run) {
    run();
    return true;
  }
  if (/^[1-9]$/.test(key)) {
    acts.showView(Number(key) - 1);
    return true;
  }
  return key.length === 1 && acts.act(key);
}

/** Somebody types here, or something else has opened and listens. */
function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input,textarea,select,[contenteditable],[popover],[role=dialog],[role=menu],[role=grid]') !== null
  );
}

/** The handler for the sheet; the letters listen at the window by themselves. */
export function useLedgerKeys(acts: LedgerActs): (event: ReactKeyboardEvent) => void {
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const now = latest.current;
      if (!now.singleKeys || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isElsewhere(event.target) || document.querySelector('[popover]:popover-open,dialog[open]')) return;
      if (!letter(now, event)) return;
      event.preventDefault();
      if (!'/.ev'.includes(event.key.toLowerCase())) now.root()?.focus({ preventScroll: true });
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  return (event) => {
    const now = latest.current;
    if (event.target !== event.currentTarget) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      now.selectAll();
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey && (inSheet(now, event) || letter(now, event))) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
}
