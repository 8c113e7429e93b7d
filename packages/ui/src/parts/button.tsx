/** A button with its verb, its key printed on it, and a state for work under way. */
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { KeyCap, keyShortcuts } from './key_cap.tsx';
import './button.css';

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  /** `main` is the one thing to do here, `danger` cannot be undone, `quiet` stands in a row of text. */
  kind?: 'plain' | 'main' | 'danger' | 'quiet';
  /** The key that does the same, printed on it: `N`, `Ctrl Enter`. The page listens for it, not the button. */
  keys?: string | undefined;
  /** Work is under way: it keeps its focus and its width, and does nothing when pressed again. */
  busy?: boolean;
  children: ReactNode;
}

export function Button({
  kind = 'plain',
  keys,
  busy = false,
  className = '',
  children,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      className={`button button-${kind} ${className}`.trim()}
      aria-keyshortcuts={keyShortcuts(keys)}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest['aria-disabled']}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
    >
      <span className="button-label">{children}</span>
      {keys ? <KeyCap keys={keys} /> : null}
    </button>
  );
}

/** Buttons side by side, the main one first in the order of Tab. */
export function ButtonRow({ children, end = false }: { children: ReactNode; end?: boolean }): ReactNode {
  return <div className={end ? 'button-row button-row-end' : 'button-row'}>{children}</div>;
}
