/** Slow statements: texts without values that took too long, whose they were, what asked them, how often and how long. */
import { reading } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';

export interface SlowStatement {
  /** Null for work that no tenant owns. */
  tenant_id: string | null;
  /** The route or job. */
  asker: string;
  statement: string;
  count: number;
  total_ms: number;
  max_ms: number;
  first_at: string;
  last_at: string;
}

export interface SlowStatements {
  add(tenantId: string | null, asker: string, text: string, ms: number): void;
  /** Writes what was seen since the last time. */
  flush(): Promise<void>;
}

/** Different statements that are kept between two writes; further ones are not. */
const MAX_KEPT = 500;
const MAX_TEXT = 2_000;
/** Different statements that are stored for one tenant. */
const MAX_STORED = 200;
const KEPT_DAYS = 7;
/** Whose work it is when it is no tenant's. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The statement's shape: literals become `?`, white space is one blank. Values never stand in our texts; words of the program do. */
export function normalise(text: string): string {
  return text
    .replace(/--[^\n]*/g, ' ')
    .replace(/(?<!\w)E?'(?:[^']|'')*'/gi, '?')
    .replace(/(?<![\w$.])\d+(?:\.\d+)?\b/g, '?')
    .replace(/\?(?:\s*,\s*\?)+/g, '?, …')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_TEXT);
}

const ADD = `insert into slow_statements as s (tenant_id, id, asker, statement, count, total_milliseconds, max_milliseconds, first_at, last_at)
  select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::float8[], $7::float8[], $8::timestamptz[], $9::timestamptz[])
  on conflict (tenant_id, id) do update set count = s.count + excluded.count,
    total_milliseconds = s.total_milliseconds + excluded.total_milliseconds,
    max_milliseconds = greatest(s.max_milliseconds, excluded.max_milliseconds), last_at = excluded.last_at`;

/** What is old goes, and of each tenant of this round what was seen longest ago beyond the number that is kept. */
const FORGET = `delete from slow_statements where last_at < now() - interval '1 day' * $1 or (tenant_id, id) in (
  select tenant_id, id from (select tenant_id, id, row_number() over (partition by tenant_id order by last_at desc) as n
    from slow_statements where tenant_id = any($2::uuid[])) r where n > $3)`;

/** Collects them, to be written into `aside`. `idOf` names a statement, the same on every instance. */
export function createSlowStatements(aside: Database, idOf: (text: string) => string): SlowStatements {
  let kept = new Map<string, SlowStatement>();
  return {
    add(tenant_id, asker, text, ms) {
      const key = `${tenant_id ?? NOBODY}\n${asker}\n${text}`;
      const at = new Date().toISOString();
      const known = kept.get(key);
      if (known) {
        known.count++;
        known.total_ms += ms;
        known.max_ms = Math.max(known.max_ms, ms);
        known.last_at = at;
      } else if (kept.size < MAX_KEPT) {
        const times = { count: 1, total_ms: ms, max_ms: ms, first_at: at, last_at: at };
        kept.set(key, { tenant_id, asker, statement: text, ...times });
      }
    },
    async flush() {
      if (kept.size === 0) return;
      const seen = kept;
      kept = new Map();
      const rows = new Map<string, SlowStatement & { tenant: string; id: string }>();
      for (const one of seen.values()) {
        const statement = normalise(one.statement);
        const tenant = one.tenant_id ?? NOBODY;
        const id = idOf(`${one.asker}\n${statement}`);
        const same = rows.get(`${tenant} ${id}`);
        if (!same) rows.set(`${tenant} ${id}`, { ...one, statement, tenant, id });
        else {
          same.count += one.count;
          same.total_ms += one.total_ms;
          same.max_ms = Math.max(same.max_ms, one.max_ms);
        }
      }
      const sorted = [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
      const column = (pick: (row: (typeof sorted)[number]) => unknown): unknown[] => sorted.map(pick);
      const handle = reading(aside, { tenant_id: null, plane: 'platform' });
      await handle.execute(ADD, [
        column((row) => row.tenant),
        column((row) => row.id),
        column((row) => row.asker),
        column((row) => row.statement),
        column((row) => row.count),
        column((row) => row.total_ms),
        column((row) => row.max_ms),
        column((row) => row.first_at),
        column((row) => row.last_at),
      ]);
      await handle.execute(FORGET, [KEPT_DAYS, [...new Set(sorted.map((row) => row.tenant))], MAX_STORED]);
    },
  };
}
