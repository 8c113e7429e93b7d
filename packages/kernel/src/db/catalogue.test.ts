/** The isolation audit finds every planted fault, by rule and by object, and nothing on the real schema. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { harmless, rightsFaults } from '../testing/rights_faults.ts';
import { EXAMPLE, tableFaults } from '../testing/table_faults.ts';
import { auditCatalogue, rules } from './catalogue.ts';

let database: FreshDatabase;

const faults = [...tableFaults, ...rightsFaults];

beforeAll(async () => {
  database = await freshDatabase();
  await database.admin.query(EXAMPLE);
});
afterAll(() => database?.close());

test('the real schema and the example have no faults', async () => {
  const { tables, findings } = await auditCatalogue(database.admin);
  expect(findings).toEqual([]);
  expect(tables).toBeGreaterThan(15);
});

test.each(faults)('%s is found on %s: %s', async (rule, object, sql) => {
  await database.admin.query('begin');
  try {
    await database.admin.query(sql);
    const { findings } = await auditCatalogue(database.admin);
    const found = findings.filter((finding) => finding.rule === rule);
    expect(found.length, JSON.stringify(findings)).toBeGreaterThan(0);
    expect(
      found.some((finding) => object === '' || finding.object === object),
      JSON.stringify(found),
    ).toBe(true);
    // Nothing else is accused: each finding is about what the fault itself names. Who becomes the owner has rights everywhere.
    const strangers = findings.filter(
      (finding) =>
        object !== '' &&
        rule !== 'role.member' &&
        finding.object !== object &&
        !finding.object.split(/[.(]/).some((part) => sql.includes(part)),
    );
    expect(strangers).toEqual([]);
    for (const { detail, fix } of findings) expect(detail.length * fix.length).toBeGreaterThan(0);
  } finally {
    await database.admin.query('rollback');
  }
});

test('each rule has a planted fault that it finds', () => {
  expect(faults.length).toBeGreaterThanOrEqual(40);
  const planted = new Set(faults.map(([rule]) => rule));
  expect(rules.map((rule) => rule.name).filter((name) => !planted.has(name))).toEqual([]);
});

test.each(harmless)('nothing is found in %s', async (sql) => {
  await database.admin.query('begin');
  try {
    await database.admin.query(sql);
    expect((await auditCatalogue(database.admin)).findings).toEqual([]);
  } finally {
    await database.admin.query('rollback');
  }
});

test('the audit answers the same to the powerless logins that run it in the server', async () => {
  const { default: pg } = await import('pg');
  const client = new pg.Client(database.connections.control);
  await client.connect();
  try {
    expect((await auditCatalogue(client)).findings).toEqual([]);
  } finally {
    await client.end();
  }
});
