/** What the records are called that a record names by their ids, where it does not say so itself. */
import { useEffect, useState } from 'react';
import { fieldOf, type Page } from './page.ts';
import { usePlace } from './place.tsx';
import type { PageRecord } from './resource.ts';

/** The record with those names in it; undefined while they are fetched. */
export function useNames({ form }: Page, record: PageRecord | null): PageRecord | null | undefined {
  const place = usePlace();
  const wanted = Object.values(form)
    .flat()
    .flatMap((given) => {
      const { name, from } = fieldOf(given);
      return from && record?.[name] && record[from.shown] === undefined ? [{ id: String(record[name]), from }] : [];
    });
  const [named, setNamed] = useState<PageRecord | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another record or version is named anew
  useEffect(() => {
    if (!record || wanted.length === 0) return;
    let isOver = false;
    void import('./named.ts')
      .then(({ namesOf }) => namesOf(place, wanted))
      .then((names) => isOver || setNamed({ ...record, ...names }));
    return () => {
      isOver = true;
    };
  }, [record?.id, record?.version]);
  if (!record || wanted.length === 0) return record;
  return named?.id === record.id && named.version === record.version ? named : undefined;
}
