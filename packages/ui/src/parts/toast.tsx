/** What was just done, at the foot of the page, with the way to undo it for ten seconds. */
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { useWords } from '../words/words.tsx';
import { Button } from './button.tsx';
import './toast.css';

export interface Toast {
  text: string;
  /** Undoes it; offered for ten seconds, while the pointer or the focus is on it for longer. */
  undo?: () => void | Promise<void>;
}

interface Shown extends Toast {
  id: number;
}

const LIFE_MS = 10_000;
const MOST = 3;

let shown: readonly Shown[] = [];
let last = 0;
const listeners = new Set<() => void>();

function show(next: readonly Shown[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Tells what was done; from anywhere, for the `ToastPlace` of the page. At most three stand there: the oldest goes. */
export function tell(toast: Toast): void {
  last += 1;
  show([...shown, { ...toast, id: last }].slice(-MOST));
}

function drop(id: number): void {
  show(shown.filter((toast) => toast.id !== id));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

/** Where toasts appear: one in a page, always there, so that readers hear what comes. Ctrl Z takes back the newest. */
export function ToastPlace(): ReactNode {
  const words = useWords();
  const toasts = useSyncExternalStore(subscribe, () => shown);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== 'z') return;
      const newest = shown.findLast((toast) => toast.undo);
      if (!newest || isTyping(event.target)) return;
      event.preventDefault();
      undo(newest);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
  return (
    <section className="toast-place" aria-label={words('parts.toasts')} data-print="no">
      <div role="status" aria-relevant="additions text" className="toast-list">
        {toasts.map((toast) => (
          <ToastLine key={toast.id} toast={toast} />
        ))}
      </div>
    </section>
  );
}

function undo(toast: Shown): void {
  drop(toast.id);
  void toast.undo?.();
}

function ToastLine({ toast }: { toast: Shown }): ReactNode {
  const words = useWords();
  useEffect(() => {
    const line = (): HTMLElement | null => document.getElementById(`toast-${toast.id}`);
    let timer: ReturnType<typeof setTimeout>;
    const wait = (): void => {
      timer = setTimeout(() => {
        // Nobody loses what they are reaching for.
        if (line()?.matches(':hover, :focus-within')) wait();
        else drop(toast.id);
      }, LIFE_MS);
    };
    wait();
    return () => clearTimeout(timer);
  }, [toast.id]);
  return (
    <div className="toast" id={`toast-${toast.id}`}>
      <span className="toast-text">{toast.text}</span>
      {toast.undo ? (
        <Button kind="plain" keys="Ctrl Z" onClick={() => undo(toast)}>
          {words('parts.undo')}
        </Button>
      ) : null}
      <Button kind="quiet" onClick={() => drop(toast.id)}>
        {words('parts.close')}
      </Button>
    </div>
  );
}
