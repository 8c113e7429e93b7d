/** Customers and vendors: two faces of one table, from one declaration. */
import { findState } from '@tenantry/india/states.ts';
import { defineRecord, type Row } from '@tenantry/kernel/db/records.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { TObject } from 'typebox';
import type { Master, Twin } from '../masters/master.ts';
import { priceListRecord } from '../price-lists/price-lists.record.ts';
import { judgeParty } from './parties.rules.ts';
import { CATEGORIES, Customer, CustomerFields, Party, PartyFields } from './parties.schema.ts';

const SEARCHED = ['name', 'gstin', 'contact_person', 'phone', 'email', 'city'];

/** How names are compared for twins: `ABC Pvt. Ltd.` is `Abc Private Limited`. The generated column `match_key` does the same. */
export function partyMatchKey(name: string): string {
  return name
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replace(/[ \t.,;:\-_&/()'"]/g, '')
    .replaceAll('private', 'pvt')
    .replaceAll('limited', 'ltd');
}

/** The last ten digits: with and without country code it is the same telephone. */
export function phoneKey(phone: string): string {
  return phone.replace(/[+ \-().]/g, '').slice(-10);
}

interface Found {
  id: string;
  name: string;
  gstin: string | null;
  email: string | null;
  phone_key: string | null;
  match_key: string;
}

function finder(kind: string) {
  return async (ctx: Context, values: Row, except: string | null): Promise<Twin[]> => {
    const { name, gstin, phone, email } = values as Record<string, string | null | undefined>;
    const keys = {
      name: name ? partyMatchKey(name) : null,
      gstin: gstin?.replace(/\s/g, '').toUpperCase() || null,
      phone: phone ? phoneKey(phone) : null,
      email: email?.trim().toLowerCase() || null,
    };
    const found = await ctx.sql<Found>(
      `select id, name, gstin, email, phone_key, match_key from parties
       where tenant_id = $1 and kind = $2 and (match_key = $3 or gstin = $4 or phone_key = $5 or email = $6)
         and id is distinct from $7::uuid
       order by id limit 5`,
      [kind, keys.name, keys.gstin, keys.phone, keys.email, except],
    );
    return found.map((twin) => {
      const own = { name: twin.match_key, gstin: twin.gstin, phone: twin.phone_key, email: twin.email };
      const by = (['gstin', 'phone', 'email', 'name'] as const).filter((key) => keys[key] && keys[key] === own[key]);
      return { id: twin.id, name: twin.name, by };
    });
  };
}

const withStateName = (row: Row): Row =>
  'state' in row ? { ...row, state_name: row.state ? (findState(row.state as string)?.name ?? null) : null } : row;

/** A filter by state takes the name too. */
const withStateCode = (input: Row): Row =>
  input.state === undefined ? input : { ...input, state: findState(input.state as string)?.code ?? input.state };

/** What one face of the table has of its own. */
type Own = { schema: TObject; defaults: Row } & Pick<Master, 'fields' | 'constraints'>;

function party<const N extends string, const O extends string>(
  { noun, one, title }: { noun: N; one: O; title: string },
  { schema, fields, defaults, constraints }: Own,
): Master<N, O> {
  const record = defineRecord({
    noun,
    table: 'parties',
    schema,
    json: ['addresses'],
    computed: ['state_name'],
    condition: `kind = '${one}'`,
    words: (row) => SEARCHED.map((name) => row[name] as string | null),
  });
  const list = defineList({
    record,
    filters: {
      gstin: 'text',
      gstin_valid: 'boolean',
      pan: 'text',
      category: { kind: 'text', column: 'category', one_of: CATEGORIES },
      phone: 'text',
      email: 'text',
      city: 'text',
      state: 'text',
      is_active: 'boolean',
      created_at: 'instant',
      updated_at: 'instant',
    },
    sorts: { name: 'name_key', city: 'city_key', created_at: 'created_at', updated_at: 'updated_at' },
    default_sort: 'name',
    search: true,
    totals: ['credit_limit', 'opening_balance'],
    complete: (_ctx, rows) => rows.map(withStateName),
  });
  return {
    noun,
    one,
    title,
    record,
    list: {
      input: list.input,
      run: (ctx, input) => list.run(ctx, withStateCode(input)),
      where: (ctx, input) => list.where(ctx, withStateCode(input)),
    },
    fields,
    defaults: {
      gstin: null,
      pan: null,
      category: null,
      contact_person: null,
      phone: null,
      email: null,
      address_line1: null,
      address_line2: null,
      city: null,
      state: null,
      pincode: null,
      country: 'India',
      addresses: [],
      terms_days: 0,
      credit_limit: null,
      opening_balance: 0,
      notes: null,
      is_reminded: true,
      is_active: true,
      ...defaults,
    },
    fixed: { kind: one },
    judge: judgeParty,
    twin_fields: ['gstin', 'phone', 'email', 'name'],
    findTwins: finder(one),
    complete: withStateName,
    constraints,
  };
}

export const customers = party(
  { noun: 'customers', one: 'customer', title: 'Customer' },
  {
    schema: Customer,
    fields: CustomerFields,
    defaults: { price_list_id: null },
    constraints: { parties_price_list_fkey: { kind: priceListRecord.notFound, pointer: '/price_list_id' } },
  },
);
export const vendors = party(
  { noun: 'vendors', one: 'vendor', title: 'Vendor' },
  { schema: Party, fields: PartyFields, defaults: {}, constraints: {} },
);
