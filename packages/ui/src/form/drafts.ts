/** Keeps what was typed until it is saved for good: over a reload, the end of a session, a lost network. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FormValues } from './values.ts';

/** Where the draft of one form is kept. The page gives it; without one nothing is kept. */
export interface Drafts {
  load(): Promise<FormValues | null>;
  save(values: FormValues): Promise<void>;
  drop(): Promise<void>;
}

const WAIT_MS = 400;

export interface Draft {
  /** A draft was found and stands in the fields. */
  restored: boolean;
  keep: (values: FormValues) => void;
  /** Writes at once what still waits, e.g. before the page goes. */
  flush: () => Promise<void>;
  drop: () => Promise<void>;
}

/** Loads the draft once and hands it to `onLoad`, then keeps what is given a moment after the last key. */
export function useDraft(drafts: Drafts | undefined, onLoad: (values: FormValues) => void): Draft {
  const [restored, setRestored] = useState(false);
  const waiting = useRef<{ values: FormValues; timer: ReturnType<typeof setTimeout> } | null>(null);
  const load = useRef(onLoad);
  load.current = onLoad;

  const flush = useCallback(async (): Promise<void> => {
    const now = waiting.current;
    if (!now) return;
    clearTimeout(now.timer);
    waiting.current = null;
    await drafts?.save(now.values);
  }, [drafts]);

  useEffect(() => {
    if (!drafts) return;
    let gone = false;
    drafts.load().then(
      (values) => {
        // Whoever typed before the draft arrived has begun anew.
        if (gone || !values || waiting.current) return;
        load.current(values);
        setRestored(true);
      },
      () => undefined,
    );
    const leave = (): void => void flush();
    addEventListener('pagehide', leave);
    return () => {
      gone = true;
      removeEventListener('pagehide', leave);
      void flush();
    };
  }, [drafts, flush]);

  const keep = useCallback(
    (values: FormValues): void => {
      if (!drafts) return;
      if (waiting.current) clearTimeout(waiting.current.timer);
      waiting.current = { values, timer: setTimeout(() => void flush(), WAIT_MS) };
    },
    [drafts, flush],
  );

  const drop = useCallback(async (): Promise<void> => {
    if (waiting.current) clearTimeout(waiting.current.timer);
    waiting.current = null;
    setRestored(false);
    await drafts?.drop();
  }, [drafts]);

  return { restored, keep, flush, drop };
}
