/** Keys: who waits for which, one letter, `G` and a letter, or with Ctrl; the key bar and the sheet read the same list. */
import { useEffect, useSyncExternalStore } from 'react';
import { preferences } from './preferences.ts';

export interface Key {
  /** `n`, `/`, `g h`, `ctrl+k`, `F2`. */
  keys: string;
  /** What it does: a key of the words. */
  label: string;
  /** Left out where another part of the page hears the key itself. */
  run?(): void;
  /** Shown at the foot of the screen too. */
  bar?: boolean;
}

let all: readonly Key[] = [];
const hearers = new Set<() => void>();
let after: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
/** How long `G` waits for its letter. */
const WAIT_MS = 1500;

/** What is typed for something that has still to arrive; null while nothing is awaited. */
let held: string | null = null;

/** Letters are kept from the page until `heldKeys` asks for them; after a while they are the page's again. */
export function holdKeys(): void {
  held = '';
  setTimeout(heldKeys, 5000);
}

export function heldKeys(): string {
  const typed = held ?? '';
  held = null;
  return typed;
}

function change(next: readonly Key[]): void {
  all = next;
  for (const hear of hearers) hear();
}

/** Whether what is typed goes into a field. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return `${event.ctrlKey || event.metaKey ? 'ctrl+' : ''}${event.altKey ? 'alt+' : ''}${key}`;
}

function hear(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const name = nameOf(event);
  const isPlain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (held !== null && (isPlain || event.key === 'Enter')) {
    held += isPlain ? event.key : '';
    event.preventDefault();
    return;
  }
  if (isPlain && (!preferences().single_keys || isTyping(event.target))) return;
  const inDialog = document.querySelector('dialog[open]') !== null;
  if (inDialog) return;
  const wanted = after ? `${after} ${name}` : name;
  const found = all.findLast(({ keys, run }) => run && keys === wanted);
  clearTimeout(timer);
  after = null;
  if (found) {
    event.preventDefault();
    found.run?.();
  } else if (all.some(({ keys }) => keys.startsWith(`${name} `))) {
    after = name;
    timer = setTimeout(() => {
      after = null;
    }, WAIT_MS);
  }
}

window.addEventListener('keydown', hear);

/** Waits for these keys while the component is there. */
export function useKeys(keys: readonly Key[]): void {
  useEffect(() => {
    change([...all, ...keys]);
    return () => change(all.filter((one) => !keys.includes(one)));
  }, [keys]);
}

/** All keys that are waited for now. */
export function useAllKeys(): readonly Key[] {
  return useSyncExternalStore(
    (one) => {
      hearers.add(one);
      return () => hearers.delete(one);
    },
    () => all,
  );
}

/** `ctrl+k` as it is printed on keycaps: `Ctrl K`. */
export function keycap(keys: string): string {
  return keys
    .split(/[+ ]/)
    .map((one) => (one === 'Escape' ? 'Esc' : one[0]?.toUpperCase() + one.slice(1)))
    .join(' ');
}
