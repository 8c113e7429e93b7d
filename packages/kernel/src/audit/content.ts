/** What the chain of the audit trail is computed of: an entry's content as text, and the hash of a link. Told to auditors in docs/audit.md. */
import { hash } from 'node:crypto';

/** Whose trail: a tenant's, or the platform's own (null). */
export type Trail = string | null;

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;

/** A text with its length in bytes before it, or `~` for what is not there: no two lists of fields look the same. */
function framed(text: string): string {
  return `${Buffer.byteLength(text)}:${text}`;
}

/**
 * The SQL expression of an entry's content, for the row `alias` of the trail's table: all fields, in this order, each with its
 * length in bytes. The platform's own entries have no tenant. Who has some of the parts already as texts names them in `known`:
 * they are then not made again for each row, or twice.
 */
export function contentOf(
  alias: string,
  hasTenant: boolean,
  known: Partial<Record<'tenant' | 'before' | 'after', string>> = {},
): string {
  const field = (name: string): string => `octet_length(${alias}.${name}), ':', ${alias}.${name}`;
  const perhaps = (text: string): string =>
    `octet_length(${text}), case when ${text} is null then '~' else ':' end, ${text}`;
  // One call and no operator between texts, which takes a third of the time; what is null adds nothing.
  return `concat(${[
    hasTenant ? (known.tenant ?? `'36:', ${alias}.tenant_id`) : `'~'`,
    `'36:', ${alias}.id`,
    `'27:', to_char(${alias}.at at time zone 'UTC', ${INSTANT})`,
    field('actor_kind'),
    `case when ${alias}.actor_id is null then '~' else '36:' end, ${alias}.actor_id`,
    ...['actor', 'request_id'].map(field),
    perhaps(`${alias}.address`),
    ...['action', 'subject'].map(field),
    perhaps(`${alias}.subject_id`),
    perhaps(known.before ?? `${alias}.before::text`),
    perhaps(known.after ?? `${alias}.after::text`),
  ].join(', ')})`;
}

/** SHA-256 of a text, hexadecimal. */
export function digestOf(content: string): string {
  return hash('sha256', content, 'hex');
}

/** A place in a chain: the number of the link, from 1, and its hash, hexadecimal. */
export interface Position {
  seq: number;
  hash: string;
}

/** What the first link stands on; it ties the chain to its trail. */
export function beginning(trail: Trail): Position {
  return { seq: 0, hash: digestOf(framed('tenantry audit') + framed(trail ?? 'platform')) };
}

/** The place of the next link. `digest` is that of the entry's content, hexadecimal. */
export function next(before: Position, entryId: string, digest: string): Position {
  const seq = before.seq + 1;
  // Hashes and ids are of one length; a number's digits are bytes.
  const number = String(seq);
  return { seq, hash: digestOf(`64:${before.hash}${number.length}:${number}36:${entryId}64:${digest}`) };
}
