/** What hangs on a record, asked for again when the record changes. */
import { useCallback, useEffect, useState } from 'react';
import type { Place } from './place.tsx';
import type { ResourceRoute } from './resource.ts';

export const callOf = (route: ResourceRoute | undefined): string => route?.call ?? '';

export interface Listed<T> {
  rows: readonly T[] | null;
  fault: string | null;
  again(): void;
}

export function useList<T>(place: Place, call: string, input: Record<string, unknown>, changes: number): Listed<T> {
  const [state, setState] = useState<{ rows: readonly T[] | null; fault: string | null }>({ rows: null, fault: null });
  const [turn, setTurn] = useState(0);
  const asked = JSON.stringify(input);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again when the record changed, or once more
  useEffect(() => {
    let isCurrent = true;
    place.call<T[]>(call, JSON.parse(asked)).then(
      ({ data }) => isCurrent && setState({ rows: data, fault: null }),
      (error) => isCurrent && setState({ rows: [], fault: place.faultOf(error).text }),
    );
    return () => {
      isCurrent = false;
    };
  }, [call, asked, turn, changes]);
  return { ...state, again: useCallback(() => setTurn((now) => now + 1), []) };
}
