/** A page of a trail as one text: no object is made of a row, and what is only hashed does not travel. */
import { contentOf } from './content.ts';

/** What stands behind a link when its entry is not what was linked. */
const MARKS = { gone: 'gone', changed: 'changed' } as const;

/**
 * A SELECT of the links numbered above `from` up to `to` (SQL expressions) as `packed`, null when there are none. The digests
 * of their entries are made anew by the database of what stands there now; it is trusted with this much anyway, as the
 * contents come from it as well. `$1` is the tenant when there is one. Digests and hashes may have any length, and numbers be
 * any, when somebody was at them.
 */
export function packedPage(hasTenant: boolean, from: string, to: string): string {
  const prefix = hasTenant ? '' : 'control_';
  const own = hasTenant ? 'tenant_id = $1' : 'true';
  const content = contentOf('e', hasTenant, { tenant: 'own.mark', before: 'e.before_text', after: 'e.after_text' });
  // A page's entries at one go: looked up one by one in a join they take three times as long. A full join is never a nested
  // loop, which would be as good by the figures of a young table.
  return `with l as materialized (
      select seq, entry_id, digest, hash from ${prefix}audit_links where ${own} and seq > ${from} and seq <= ${to}),
    own as materialized (select ${hasTenant ? `'36:' || $1::uuid` : `'~'`} as mark),
    e as materialized (
      select e.id, pg_catalog.sha256(convert_to(${content}, 'UTF8')) as digest
      from (select *, before::text as before_text, after::text as after_text from ${prefix}audit_entries
        where ${own} and id = any (array(select entry_id from l)) offset 0) e, own)
    select string_agg(least(l.seq, 9007199254740991) || ' ' || l.entry_id || ' ' || encode(l.digest, 'hex') || ' ' || encode(l.hash, 'hex')
      || case when e.digest = l.digest then '' when e.id is null then ' ${MARKS.gone}' else ' ${MARKS.changed}' end, e'\\n' order by l.seq) as packed
    from l full join e on e.id = l.entry_id`;
}

export interface Link {
  seq: number;
  entry_id: string;
  /** Hexadecimal. */
  digest: string;
  hash: string;
  /** What became of its entry, when it is not what was linked. */
  entry: keyof typeof MARKS | undefined;
}

/** The links of a page, in order. */
export function readLinks(packed: string): Link[] {
  return packed.split('\n').map((line) => {
    const [seq, entry_id, digest, linked, entry] = line.split(' ') as [string, string, string, string, Link['entry']];
    return { seq: Number(seq), entry_id, digest, hash: linked, entry };
  });
}
