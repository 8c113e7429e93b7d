/** Entries and links of a trail as one text for many rows: no object is made of a row, nothing is decoded that is only hashed. */
import { hash } from 'node:crypto';
import { contentOf, type Trail } from './content.ts';

/** Digits of a content's length in bytes, which stand before it. */
const LENGTH = 9;

/**
 * A SELECT of the contents of those rows `e` of `table` that `where` takes. Some values rather than one, so that none becomes
 * too long for a string: the last bits of an id are random.
 */
export function packedEntries(table: string, hasTenant: boolean, where: string): string {
  return `select string_agg(lpad(octet_length(c.content)::text, ${LENGTH}, '0') || c.content, '') as packed
    from (select ${contentOf('e', hasTenant)} as content, get_byte(uuid_send(e.id), 15) & 63 as share
      from ${table} e where ${where} offset 0) c group by c.share`;
}

/** Packed links of the rows `l`, in order. Digests and hashes may have any length when somebody was at them. */
export const PACKED_LINKS = `string_agg(least(l.seq, 9007199254740991) || ' ' || l.entry_id || ' ' || encode(l.digest, 'hex')
  || ' ' || encode(l.hash, 'hex'), e'\\n' order by l.seq) as packed`;

export interface Link {
  seq: number;
  entry_id: string;
  /** Hexadecimal. */
  digest: string;
  hash: string;
}

export function readLinks(packed: string): Link[] {
  return packed.split('\n').map((line) => {
    const [seq, entry_id, digest, linked] = line.split(' ') as [string, string, string, string];
    return { seq: Number(seq), entry_id, digest, hash: linked };
  });
}

/** Where the id stands in a content: behind the tenant, or the mark that there is none, and its own length. */
const idAt = (trail: Trail): number => (trail === null ? '~36:' : `36:${trail}36:`).length;

/** The digests of packed entries by their ids. A hash is made here: who verifies does not leave that to the database. */
export function digestsOf(trail: Trail, packed: string, digests: Map<string, string>): void {
  const bytes = Buffer.from(packed);
  const id = idAt(trail);
  for (let at = 0; at < bytes.length; ) {
    const from = at + LENGTH;
    at = from + Number(bytes.toString('latin1', at, from));
    digests.set(bytes.toString('latin1', from + id, from + id + 36), hash('sha256', bytes.subarray(from, at), 'hex'));
  }
}
