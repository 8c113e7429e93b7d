/** A key of the keyboard, as it is printed. */
import type { ReactNode } from 'react';
import './key_cap.css';

const SPOKEN: Record<string, string> = { Ctrl: 'Control', Esc: 'Escape' };

/** `Ctrl Enter` as `aria-keyshortcuts` wants it; a sequence such as `G I` has no such form and gives nothing. */
export function keyShortcuts(keys: string | undefined): string | undefined {
  if (!keys) return undefined;
  const parts = keys.split(' ');
  const modified = parts.slice(0, -1).every((part) => ['Ctrl', 'Alt', 'Shift', 'Meta'].includes(part));
  return modified ? parts.map((part) => SPOKEN[part] ?? part).join('+') : undefined;
}

/** Prints keys such as `Ctrl K`; what the key does is told by words beside it, so that it is hidden from readers. */
export function KeyCap({ keys }: { keys: string }): ReactNode {
  return (
    <span className="key-cap-frame" aria-hidden="true">
      <kbd className="key-cap">{keys}</kbd>
    </span>
  );
}
