/** Reads something of the API for a screen, and again when it was changed. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { type AppFault, useApp } from './app.tsx';

export interface Loaded<T> {
  data: T | null;
  fault: AppFault | null;
  again(): void;
  /** Puts in place what a change answered. */
  put(data: T): void;
}

export function useLoaded<T>(key: string | null, input: Record<string, unknown> = {}): Loaded<T> {
  const app = useApp();
  const latest = useRef(app);
  latest.current = app;
  const [data, setData] = useState<T | null>(null);
  const [fault, setFault] = useState<AppFault | null>(null);
  const [round, setRound] = useState(0);
  const asked = JSON.stringify(input);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a further round asks the same again.
  useEffect(() => {
    if (key === null) return;
    let isOver = false;
    latest.current.call<T>(key, JSON.parse(asked)).then(
      (answer) => {
        if (isOver) return;
        setData(answer.data);
        setFault(null);
      },
      (error: unknown) => isOver || setFault(latest.current.faultOf(error)),
    );
    return () => {
      isOver = true;
    };
  }, [key, asked, round]);
  return { data, fault, again: useCallback(() => setRound((now) => now + 1), []), put: setData };
}
