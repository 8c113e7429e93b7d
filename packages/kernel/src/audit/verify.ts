/** Verifying a trail: recomputes its chain from what stands in the database and names the first link that does not hold. */
import type { Handle } from '../db/handle.ts';
import type { Anchor, Anchors } from './anchors.ts';
import { beginning, contentOf, digestOf, next, type Position, type Trail } from './content.ts';

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

interface Link {
  seq: number;
  entry_id: string;
  digest: string;
  hash: string;
  /** Null when there is no such entry. */
  content: string | null;
}

/** Links a query reads at most. */
const PAGE = 5_000;

/** The questions of one plane's tables. */
function questions(hasTenant: boolean): { links: string; unlinked: string; unsealed: string } {
  const prefix = hasTenant ? '' : 'control_';
  const own = (alias: string): string => (hasTenant ? `${alias}.tenant_id = $1` : 'true');
  const from = hasTenant ? '$2' : '$1';
  const same = (alias: string): string =>
    `${hasTenant ? `${alias}.tenant_id = e.tenant_id and ` : ''}${alias}.entry_id = e.id`;
  return {
    links: `select least(l.seq, 9007199254740991) as seq, l.entry_id, encode(l.digest, 'hex') as digest, encode(l.hash, 'hex') as hash,
        case when e.id is not null then ${contentOf('e', hasTenant)} end as content
      from ${prefix}audit_links l left join ${prefix}audit_entries e on ${same('l')}
      where ${own('l')} and l.seq > ${from} order by l.seq limit ${PAGE}`,
    unlinked: `select e.id from ${prefix}audit_entries e where ${own('e')}
      and not exists (select from ${prefix}audit_links l where ${same('l')})
      and not exists (select from ${prefix}audit_unsealed u where ${same('u')}) order by e.id limit 1`,
    unsealed: `select count(*) as unsealed from ${prefix}audit_unsealed u where ${own('u')}`,
  };
}

const OF_TENANTS = questions(true);
const OF_PLATFORM = questions(false);

/** What is wrong with a link that should stand after `before`, or where the chain then is. */
function judge(before: Position, link: Link): Break | Position {
  const { seq, entry_id, content } = link;
  const expected = before.seq + 1;
  const broken = (fault: Fault, detail: string, at = seq): Break => ({ fault, seq: at, entry_id, detail });
  if (seq !== expected)
    return { ...broken('link_missing', `After link ${before.seq} comes link ${seq}.`, expected), entry_id: null };
  const position = next(before, entry_id, link.digest);
  if (position.hash !== link.hash)
    return broken('link_changed', `The hash of link ${seq} does not follow from the link before it and its entry.`);
  if (content === null) return broken('entry_missing', `The entry of link ${seq} is gone.`);
  if (digestOf(content) !== link.digest)
    return broken('entry_changed', `The entry of link ${seq} is not what was linked.`);
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
 * the platform's own trail. While it runs the trail may grow; what comes meanwhile is verified too.
 */
export async function verifyTrail(handle: Handle, kept: Anchors | null): Promise<Verdict> {
  const trail: Trail = handle.binding.tenant_id;
  const ask = trail === null ? OF_PLATFORM : OF_TENANTS;
  const noted = (await kept?.read(trail)) ?? [];
  // Of two that contradict each other the first was there before whatever happened.
  const anchors = new Map(noted.toReversed().map((anchor) => [anchor.seq, anchor]));
  const anchored_seq = noted.reduce((most, { seq }) => Math.max(most, seq), 0);
  let at = beginning(trail);
  const verdict = async (broken: Break | null): Promise<Verdict> => {
    const [row] = await handle.sql<{ unsealed: number }>(ask.unsealed);
    return {
      intact: broken === null,
      links: at.seq,
      head: at.seq > 0 ? at.hash : null,
      unsealed: row?.unsealed ?? 0,
      anchors: noted.length,
      anchored_seq: anchored_seq || null,
      broken,
    };
  };
  const page = (after: number): Promise<Link[]> => handle.sql<Link>(ask.links, [after]);
  let coming = page(0);
  for (;;) {
    const links = await coming;
    // The next page is on its way while this one is recomputed.
    const isLast = links.length < PAGE;
    if (!isLast) coming = page((links.at(-1) as Link).seq);
    for (const link of links) {
      const found = judge(at, link);
      const broken = 'fault' in found ? found : contradiction(found, anchors);
      if (broken) {
        await coming.catch(() => []);
        return verdict(broken);
      }
      at = found as Position;
    }
    if (isLast) break;
  }
  if (anchored_seq > at.seq) {
    const detail = `The chain ends at link ${at.seq}; on ${anchors.get(anchored_seq)?.at} it reached ${anchored_seq}.`;
    return verdict({ fault: 'tail_cut', seq: at.seq + 1, entry_id: null, detail });
  }
  const [stray] = await handle.sql<{ id: string }>(ask.unlinked);
  if (!stray) return verdict(null);
  const detail =
    'This entry is in no link and does not wait for one: it was put there by hand, or its links were cut off.';
  return verdict({ fault: 'entry_unlinked', seq: null, entry_id: stray.id, detail });
}
