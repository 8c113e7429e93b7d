/** Two people have changed one record: which fields collide. */
import type { PageRecord } from './resource.ts';

export interface Clash {
  name: string;
  label: string;
  before: unknown;
  theirs: unknown;
  mine: unknown;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** Fields that both changed, and not to the same. `given` is what I send, `labels` names the fields that the form shows. */
export function clashesOf(
  before: PageRecord,
  theirs: PageRecord,
  given: Readonly<Record<string, unknown>>,
  labels: ReadonlyMap<string, string>,
): Clash[] {
  return Object.entries(given)
    .filter(([name, mine]) => !same(before[name], theirs[name]) && !same(theirs[name], mine))
    .map(([name, mine]) => ({
      name,
      label: labels.get(name) ?? name,
      before: before[name],
      theirs: theirs[name],
      mine,
    }));
}
