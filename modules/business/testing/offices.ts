/** The worlds of this module's tests: the business core alone, in which two organisations never meet. */
import type { Module } from '@tenantry/kernel/http/module.ts';
import type { Caller } from '@tenantry/kernel/testing/caller.ts';
import { createWorld, type World } from '@tenantry/kernel/testing/world.ts';
import { expect } from 'vitest';
import { business } from '../module.ts';

export { type Office, openOffice } from '@tenantry/kernel/testing/offices.ts';

/** A world with the business core alone. */
export function businessWorld(): Promise<World> {
  return createWorld({ modules: [business] });
}

/** Stands for the module that knows what is on record: all are in Maharashtra. */
export const profile: NonNullable<Module['profile']> = async (_control, { name }) => ({
  name,
  gstin: '27AAPFU0939F1ZV',
  state: '27',
  address_line1: '4 Mill Road',
  address_line2: null,
  city: 'Pune',
  pincode: '411001',
  phone: null,
  email: null,
});

/** A world whose organisations may sell: what is on record of them is known, and their mark where `more` tells it. */
export function sellingWorld(more: Pick<Module, 'mark' | 'profile'> = {}): Promise<World> {
  return createWorld({ modules: [{ ...business, profile, ...more }] });
}

/** Stores a record and answers its id. */
export async function make(by: Caller, path: string, body: object): Promise<string> {
  const reply = await by.post(path, body);
  expect(reply.status, reply.text).toBe(201);
  return reply.body.data.id;
}

/** What the vouchers of a record say, side by side: `receivable 186800`. */
export async function booksOf(world: World, id: string): Promise<string[]> {
  const { rows } = await world.admin.query(
    `select a.role, (l.debit::bigint - l.credit::bigint)::int as amount from journals j join journal_lines l on l.journal_id = j.id
     join accounts a on a.id = l.account_id where j.source_id = $1 order by j.id, l.line`,
    [id],
  );
  return rows.map(({ role, amount }) => `${role} ${amount}`);
}
