/** A report that is read page by page: the first with the screen, further ones when somebody asks for them. */
import { usePlace } from '@tenantry/ui/page/place.tsx';
import type { AppFault } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useState } from 'react';

interface Page<R> {
  rows: R[];
  next_cursor: string | null;
}

/** `first` has what is of the whole; `more` is there while rows are left. */
export function usePages<R, P extends Page<R>>(
  call: string,
  input: Record<string, unknown>,
): { first: P | undefined; rows: R[]; fault: AppFault | null; more: (() => void) | null } {
  const place = usePlace();
  const { data: first, fault } = useLoaded<P>(call, input);
  const [further, setFurther] = useState<{ of: string; pages: P[] }>({ of: '', pages: [] });
  // What was fetched of another period or another account is none of this.
  const asked = JSON.stringify(input);
  const pages = first ? [first, ...(further.of === asked ? further.pages : [])] : [];
  const cursor = pages.at(-1)?.next_cursor ?? null;
  async function fetchMore(): Promise<void> {
    const { data: next } = await place.call<P>(call, { ...input, cursor });
    setFurther({ of: asked, pages: [...pages.slice(1), next] });
  }
  return {
    ...{ first: first ?? undefined, rows: pages.flatMap(({ rows }) => rows), fault },
    more: cursor === null ? null : () => void fetchMore(),
  };
}
