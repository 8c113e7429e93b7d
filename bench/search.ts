/** The search of an organisation with 200,000 records among others, over HTTP: words, beginnings, several words, slips. */
import { callerAt } from '@tenantry/kernel/testing/caller.ts';
import type pg from 'pg';
import { fill, PERSON } from './data.ts';
import { note } from './report.ts';

const RECORDS = 200_000;
const OTHERS = 200;

const QUERIES = [
  'steel',
  'hexagonal',
  'hex',
  'hexagonal bolt steel',
  'bolt m17',
  'sku 77777',
  'sku123456',
  'ribbed washer m99',
  'galvanized steel nut',
  's',
  'b m1',
  'hexagnal blot',
  'galvanised waser',
  'wahser',
  'nothinglikeit',
  'sharma',
  'lakshmi traders',
  'lakshmy tradres',
  'sharma pack m0',
  'hexagonal nut aaaon',
];

/** Fills the database, with the words as the kernel would store them. */
async function fillWords(client: pg.Client): Promise<void> {
  await fill(client, OTHERS, 1);
  // The audit trail of rows that somebody loads with SQL is not what is measured.
  for (const table of ['products', 'search_words']) await client.query(`alter table ${table} disable trigger user`);
  await client.query(
    `insert into products (tenant_id, id, name, kind, sku, unit, category)
     select t.id, gen_random_uuid(), (array['Hexagonal','Ribbed','Flat','Slotted','Galvanized','Brass','Copper','Threaded','Lakshmi','Sharma'])[1 + n % 10]
       || ' ' || (array['bolt','nut','washer','screw','rivet','bracket','traders pack'])[1 + n % 7] || ' M' || n % 131 || ' steel '
       || chr(97 + n % 26) || chr(97 + n / 26 % 26) || chr(97 + n / 676 % 26) || 'on', 'goods', 'ITEM-' || n, 'NOS', 'Parts ' || n % 7
     from tenants t, generate_series(1, $1) n where t.slug = 'bench-1' or n <= 1000`,
    [RECORDS],
  );
  await client.query(
    `insert into search_words (tenant_id, noun, word, record_id)
     select p.tenant_id, 'products', w, p.id from products p,
       lateral regexp_split_to_table(lower(p.name || ' ' || p.sku || ' ' || replace(p.sku, '-', '') || ' ' || p.category), '[^a-z0-9]+') w
     where w <> '' on conflict do nothing`,
  );
  for (const table of ['products', 'search_words'])
    await client.query(
      `alter table ${table} enable trigger user, enable always trigger sql_change, enable always trigger sql_truncate`,
    );
  await client.query('vacuum analyze');
}

/** Notes the slowest of twenty answers, over many rounds of different questions. */
export async function search(client: pg.Client, start: () => Promise<string>): Promise<void> {
  await fillWords(client);
  const caller = await callerAt(await start()).signIn(PERSON.email, PERSON.password, 'bench-1');
  const times: number[] = [];
  for (let round = 0; round < 24; round++) {
    for (const query of QUERIES) {
      const startedAt = performance.now();
      const reply = await caller.get(`/api/search?q=${encodeURIComponent(query)}`);
      if (reply.status !== 200) throw new Error(reply.text);
      if (round >= 4) times.push(performance.now() - startedAt);
    }
  }
  times.sort((a, b) => a - b);
  note({
    what: `search among ${RECORDS.toLocaleString('en-IN')} records: p95`,
    value: times[Math.ceil(times.length * 0.95) - 1] as number,
    unit: ' ms',
    budget: 50,
    better: 'less',
    why: 'common words that seldom meet are compared whole',
  });
}
