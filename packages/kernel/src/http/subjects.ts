/** Subjects: the kinds of records that files hang on and that people comment, as their routes declare them. */
import type { RecordType } from '../db/records.ts';
import type { AnyRoute } from './route.ts';

/** A kind of record, as the routes of its parts need it; a `Master` is one. */
export interface Subject<N extends string = string, O extends string = string> {
  /** Plural: `customers`; and one of them: `customer`, as it stands in the path. */
  noun: N;
  one: O;
  record: RecordType;
}

/** What a reader needs to see the parts of such a record. */
export interface Grant {
  permission: string | null;
  feature: string | undefined;
}

/** Noun → what hangs on its records, and who may see that. */
export type Subjects = ReadonlyMap<string, Readonly<Partial<Record<'attachments' | 'comments', Grant>>>>;

/** Finds the subjects in the routes: whoever may list the attachments of a noun may see the files. */
export function subjectsOf(routes: readonly AnyRoute[]): Subjects {
  const subjects = new Map<string, Partial<Record<'attachments' | 'comments', Grant>>>();
  for (const { lists, permission, feature } of routes) {
    if (!lists) continue;
    const known = subjects.get(lists.of) ?? {};
    subjects.set(lists.of, { ...known, [lists.part]: { permission: permission ?? null, feature } });
  }
  return subjects;
}
