/** A world in which sales are issued and paid: organisations in Maharashtra, their customers, and what is owed. */
import type { Module } from '@tenantry/kernel/http/module.ts';
import type { Caller } from '@tenantry/kernel/testing/caller.ts';
import { type Office, openOffice } from '@tenantry/kernel/testing/offices.ts';
import { createWorld, type World } from '@tenantry/kernel/testing/world.ts';
import { expect } from 'vitest';
import { business } from '../module.ts';

/** Stands for the module that knows what is on record. */
const profile: NonNullable<Module['profile']> = async (_control, { name }) => ({
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

export function salesWorld(): Promise<World> {
  return createWorld({ modules: [{ ...business, profile }] });
}

export async function make(by: Caller, path: string, body: object): Promise<string> {
  const reply = await by.post(path, body);
  expect(reply.status, reply.text).toBe(201);
  return reply.body.data.id;
}

export interface Seller extends Office {
  customer: string;
  other: string;
  /** Issues an invoice of that many rupees with the tax in it; answers its id. */
  sell(total: number, changes?: object): Promise<string>;
}

/** An organisation with two customers, of which the first is meant where none is named. */
export async function openSeller(world: World, slug: string): Promise<Seller> {
  const office = await openOffice(world, slug);
  const { owner } = office;
  const customer = await make(owner, '/api/customers', {
    name: 'Local Stores',
    gstin: '27AABFS1234A1ZV',
    terms_days: 30,
  });
  const other = await make(owner, '/api/customers', { name: 'Far Traders', state: 'Karnataka' });
  const sell: Seller['sell'] = async (total, changes = {}) => {
    const line = { description: 'Fitting', hsn: '998719', quantity: 1, unit_price: total, tax_rate: 18 };
    const draft = { customer_id: customer, date: '2026-11-01', prices_include_tax: true, lines: [line], ...changes };
    const id = await make(owner, '/api/invoices', draft);
    const issued = await owner.post(`/api/invoices/${id}/issue`, {});
    expect(issued.body.data?.total, issued.text).toBe(total);
    return id;
  };
  return { ...office, customer, other, sell };
}

/** What stands in the books of a record, in the order of its vouchers: `role paise`. */
export async function booksOf(world: World, id: string): Promise<string[]> {
  const { rows } = await world.admin.query(
    `select coalesce(a.role, a.code) as role, (l.debit::bigint - l.credit::bigint)::int as amount from journals j
     join journal_lines l on l.tenant_id = j.tenant_id and l.journal_id = j.id
     join accounts a on a.tenant_id = j.tenant_id and a.id = l.account_id where j.source_id = $1 order by j.id, l.line`,
    [id],
  );
  return rows.map(({ role, amount }) => `${role} ${amount}`);
}

/** What all accounts of an organisation come to; nothing but nothing is right. */
export async function offBy(world: World, tenant_id: string): Promise<number> {
  const { rows } = await world.admin.query(
    'select coalesce(sum(debit::bigint) - sum(credit::bigint), 0)::int as off from journal_lines where tenant_id = $1',
    [tenant_id],
  );
  return rows[0].off;
}
