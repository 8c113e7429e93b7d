/** A menu of acts: arrows, first letters, Enter, Esc. */
// biome-ignore-all lint/a11y/noStaticElementInteractions: the keys of the menu around it
import { type KeyboardEvent, type ReactNode, type RefObject, useRef } from 'react';
import { Pop } from './pop.tsx';

export interface MenuItem {
  key: string;
  label: string;
  /** The keys that do the same without the menu, e.g. `E`. */
  keys?: string;
  /** Why it cannot be done now; the item stays readable. */
  refused?: string | undefined;
  danger?: boolean;
  run(): void;
}

export interface MenuProps {
  anchor: RefObject<HTMLElement | null>;
  label: string;
  items: readonly MenuItem[];
  at?: { left: number; top: number } | undefined;
  onClose(): void;
}

/** The item that a key leads to: arrows in a circle, Home, End, or the next that begins with the letter. */
function nextItem(items: HTMLElement[], key: string): HTMLElement | undefined {
  const now = items.indexOf(document.activeElement as HTMLElement);
  if (key === 'ArrowDown') return items[(now + 1) % items.length];
  if (key === 'ArrowUp') return items.at(now <= 0 ? -1 : now - 1);
  if (key === 'Home') return items[0];
  if (key === 'End') return items.at(-1);
  if (key.length !== 1 || key === ' ') return undefined;
  const turned = [...items.slice(now + 1), ...items.slice(0, now + 1)];
  return turned.find((item) => item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()));
}

export function Menu({ anchor, label, items, at, onClose }: MenuProps): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Tab') onClose();
    const all = [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const next = nextItem(all, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
  return (
    <Pop anchor={anchor} label={label} role="menu" at={at} onClose={onClose}>
      <div ref={list} role="presentation" onKeyDown={onKeyDown}>
        {items.map((item) => (
          <button
            key={item.key}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className="pop-item"
            data-danger={item.danger || undefined}
            aria-disabled={item.refused ? true : undefined}
            onClick={() => {
              if (item.refused) return;
              onClose();
              item.run();
            }}
          >
            <span>
              {item.label}
              {item.refused ? <small> {item.refused}</small> : null}
            </span>
            {item.keys ? <kbd>{item.keys}</kbd> : null}
          </button>
        ))}
      </div>
    </Pop>
  );
}
