/** Verifying a trail: recomputes its chain from what stands in the database and names the first link that does not hold. */
import type { Handle } from '../db/handle.ts';
import type { Anchor, Anchors } from './anchors.ts';
import { beginning, next, type Position, type Trail } from './content.ts';
import { type Link, packedPage, readLinks } from './packed.ts';

/** What was done to the trail, as far as the first broken link tells. */
export const FAULTS = [
  'entry_changed',
  'entry_missing',
  'entry_unlinked',
  'link_changed',
  'link_missing',
  'chain_rewritten',
  'tail_cut',
] as const;

export type Fault = (typeof FAULTS)[number];

export interface Break {
  fault: Fault;
  /** The link at which it shows; null for an entry that no link leads to. */
  seq: number | null;
  entry_id: string | null;
  /** In words. */
  detail: string;
}

/** What came of it. */
export interface Verdict {
  intact: boolean;
  /** Links that hold, from the first on. */
  links: number;
  /** The hash of the last of these. */
  head: string | null;
  /** Entries of the last moments that the sealer has yet to link. */
  unsealed: number;
  /** How many anchors were compared, and up to which link. */
  anchors: number;
  anchored_seq: number | null;
  broken: Break | null;
}

/** Links a query reads at most. */
const PAGE = 5_000;

/** How many pages the database is at while one is recomputed: one a connection. */
const AHEAD = 2;

/** The questions of one plane's tables. */
function questions(hasTenant: boolean, size: number): Record<'page' | 'head' | 'unlinked' | 'unsealed', string> {
  const prefix = hasTenant ? '' : 'control_';
  const own = (alias: string): string => (hasTenant ? `${alias}.tenant_id = $1` : 'true');
  const from = hasTenant ? '$2' : '$1';
  const same = (alias: string): string =>
    `${hasTenant ? `${alias}.tenant_id = e.tenant_id and ` : ''}${alias}.entry_id = e.id`;
  return {
    // By number rather than by LIMIT: a plan that gathers all that follows would be as good by the figures of a young table.
    page: packedPage(hasTenant, from, `${from}::bigint + ${size}`),
    head: `select least(l.seq, 9007199254740991) as seq from ${prefix}audit_links l where ${own('l')} order by l.seq desc limit 1`,
    unlinked: `select e.id from ${prefix}audit_entries e where ${own('e')}
      and not exists (select from ${prefix}audit_links l where ${same('l')})
      and not exists (select from ${prefix}audit_unsealed u where ${same('u')}) order by e.id limit 1`,
    unsealed: `select count(*) as unsealed from ${prefix}audit_unsealed u where ${own('u')}`,
  };
}

const OF_TENANTS = questions(true, PAGE);
const OF_PLATFORM = questions(false, PAGE);

/** How much of a trail is verified at one go. */
export interface Stretch {
  /** Where an earlier stretch ended; what is up to there is taken as it was found then. */
  from?: Position | undefined;
  /** Asked after each page: whether to leave the rest for another time. */
  isOver?(): boolean;
  /** Links of a page. */
  page?: number;
}

/** That the link after this place is not there, though a later one is. */
function missing({ seq }: Position, later: number): Break {
  const detail = `After link ${seq} comes link ${later}.`;
  return { fault: 'link_missing', seq: seq + 1, entry_id: null, detail };
}

/** What is wrong with a link that should stand after `before`, or where the chain then is. */
function judge(before: Position, link: Link): Break | Position {
  const { seq, entry_id, entry } = link;
  const broken = (fault: Fault, detail: string): Break => ({ fault, seq, entry_id, detail });
  if (seq !== before.seq + 1) return missing(before, seq);
  const position = next(before, entry_id, link.digest);
  if (position.hash !== link.hash)
    return broken('link_changed', `The hash of link ${seq} does not follow from the link before it and its entry.`);
  if (entry === 'gone') return broken('entry_missing', `The entry of link ${seq} is gone.`);
  if (entry === 'changed') return broken('entry_changed', `The entry of link ${seq} is not what was linked.`);
  return position;
}

/** What is wrong with the chain at this place, as its anchor saw it. */
function contradiction({ seq, hash }: Position, anchors: ReadonlyMap<number, Anchor>): Break | null {
  const anchor = anchors.get(seq);
  if (!anchor || anchor.hash === hash) return null;
  const detail = `On ${anchor.at} link ${seq} had another hash: the chain up to it was written anew.`;
  return { fault: 'chain_rewritten', seq, entry_id: null, detail };
}

/**
 * Verifies a trail page by page. `handle` sees it: bound to the tenant in the control database, or of the platform's plane for
 * the platform's own trail. While it runs the trail may grow; what comes meanwhile is left to the next time.
 */
export async function verifyTrail(handle: Handle, kept: Anchors | null): Promise<Verdict> {
  return (await verifyStretch(handle, kept)).verdict;
}

/** The same, as far as there is time: `stopped_at` is where to go on, null when it came to the end or to a break. */
export async function verifyStretch(
  handle: Handle,
  kept: Anchors | null,
  { from: before, isOver = () => false, page: size = PAGE }: Stretch = {},
): Promise<{ verdict: Verdict; stopped_at: Position | null }> {
  const trail: Trail = handle.binding.tenant_id;
  const known = trail === null ? OF_PLATFORM : OF_TENANTS;
  const ask = size === PAGE ? known : questions(trail !== null, size);
  const noted = (await kept?.read(trail)) ?? [];
  // Of two that contradict each other the first was there before whatever happened.
  const anchors = new Map(noted.toReversed().map((anchor) => [anchor.seq, anchor]));
  const anchored_seq = noted.reduce((most, { seq }) => Math.max(most, seq), 0);
  let at = before ?? beginning(trail);
  const ended = async (broken: Break | null, stopped_at: Position | null = null) => {
    const [row] = await handle.sql<{ unsealed: number }>(ask.unsealed);
    const verdict: Verdict = {
      intact: broken === null,
      links: at.seq,
      head: at.seq > 0 ? at.hash : null,
      unsealed: row?.unsealed ?? 0,
      anchors: noted.length,
      anchored_seq: anchored_seq || null,
      broken,
    };
    return { verdict, stopped_at };
  };
  const page = async (after: number): Promise<string | null> =>
    (await handle.sql<{ packed: string | null }>(ask.page, [after]))[0]?.packed ?? null;
  const [last] = await handle.sql<{ seq: number }>(ask.head);
  const end = last?.seq ?? 0;
  if (end < at.seq) {
    const detail = `The chain ends at link ${end}; it had been verified up to ${at.seq}.`;
    return ended({ fault: 'tail_cut', seq: end + 1, entry_id: null, detail });
  }
  const coming: Promise<string | null>[] = [];
  const arrive = async (from: number): Promise<string | null> => {
    for (let after = from + coming.length * size; coming.length <= AHEAD && after < end; after += size) {
      const one = page(after);
      // Who waits for it hears of its failure; one that nobody waits for any more has failed for the same reason.
      one.catch(() => {});
      coming.push(one);
    }
    return coming.shift() as Promise<string | null>;
  };
  const stop = (broken: Break | null, stopped_at?: Position) =>
    Promise.allSettled(coming).then(() => ended(broken, stopped_at));
  for (let from = at.seq; from < end; from += size) {
    const packed = await arrive(from);
    for (const link of packed ? readLinks(packed) : []) {
      const found = judge(at, link);
      const broken = 'fault' in found ? found : contradiction(found, anchors);
      if (broken) return stop(broken);
      at = found as Position;
    }
    if (at.seq < Math.min(end, from + size)) return stop(missing(at, end));
    if (at.seq < end && isOver()) return stop(null, at);
  }
  if (anchored_seq > at.seq) {
    const detail = `The chain ends at link ${at.seq}; on ${anchors.get(anchored_seq)?.at} it reached ${anchored_seq}.`;
    return ended({ fault: 'tail_cut', seq: at.seq + 1, entry_id: null, detail });
  }
  const [stray] = await handle.sql<{ id: string }>(ask.unlinked);
  if (!stray) return ended(null);
  const detail =
    'This entry is in no link and does not wait for one: it was put there by hand, or its links were cut off.';
  return ended({ fault: 'entry_unlinked', seq: null, entry_id: stray.id, detail });
}
