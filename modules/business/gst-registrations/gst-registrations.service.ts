/** The registrations of an organisation, its own and those of its branches, and how each files from which day on. */
import { fiscalYearOf } from '@tenantry/india/fiscal.ts';
import { defineRecord, insertRecord, updateRecord } from '@tenantry/kernel/db/records.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import { Id, Instant, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { profileOf } from '@tenantry/kernel/tenancy/profile.ts';
import Type from 'typebox';
import { todayOf } from '../masters/master.ts';
import { Registration, type RegistrationFields } from './gst-registrations.schema.ts';

export const notRegistered = defineProblem(
  'gst.not_registered',
  422,
  'Without a GSTIN there is nothing to return; give it in the profile.',
);

const { gstin, frequency, turnover } = Registration.properties;
const record = defineRecord({
  noun: 'gst-registrations',
  table: 'gst_registrations',
  schema: Type.Object({
    ...{ id: Id(), gstin, frequency, turnover, valid_from: PlainDate(), version: Type.Integer() },
    ...{ created_at: Instant(), updated_at: Instant() },
  }),
});

type Settings = Pick<Registration, 'gstin' | 'frequency' | 'turnover' | 'valid_from'>;
const USUAL = { frequency: 'monthly', turnover: 'up_to_5_crore', valid_from: null } as const;

/** All registrations with how they file on any day, the organisation's own first; none where there is no GSTIN. */
export async function registrationsBy(ctx: Context): Promise<(date: string) => Registration[]> {
  const { kernel, tenant } = ctx;
  const [profile, branches, settings] = await Promise.all([
    profileOf(kernel, tenant),
    ctx.sql<{ gstin: string; name: string; state: string | null }>(
      'select distinct on (gstin) gstin, name, state from branches where tenant_id = $1 and gstin is not null order by gstin, id',
    ),
    ctx.sql<Settings & { valid_from: string }>(
      'select gstin, frequency, turnover, valid_from from gst_registrations where tenant_id = $1 order by valid_from desc',
    ),
  ]);
  const own = profile.gstin ? [{ gstin: profile.gstin, name: profile.name, state: profile.state, is_main: true }] : [];
  const others = branches.filter((one) => one.gstin !== profile.gstin).map((one) => ({ ...one, is_main: false }));
  return (date) =>
    [...own, ...others].map((one) => {
      const found = settings.find((other) => other.gstin === one.gstin && other.valid_from <= date);
      const { frequency, turnover, valid_from } = found ?? USUAL;
      return { ...one, frequency, turnover, valid_from };
    });
}

/** All registrations with how they file on a day. Throws `gst.not_registered` where there is none. */
export async function registrationsOn(ctx: Context, date: string): Promise<Registration[]> {
  const found = (await registrationsBy(ctx))(date);
  if (found.length === 0) throw problem(notRegistered);
  return found;
}

const refuse = (pointer: string, detail: string): never => {
  throw problem(ruleBroken, { errors: [{ pointer, detail }] });
};

/** The registration that was asked for among these, or the first. Throws 422 for one that is not the organisation's. */
export function chosen(all: readonly Registration[], gstin: string | undefined): Registration {
  const found = gstin ? all.find((one) => one.gstin === gstin) : all[0];
  return found ?? refuse('/gstin', `It is none of yours: ${all.map((one) => one.gstin).join(', ')}.`);
}

const QUARTERS = /^\d{4}-(01|04|07|10)-01$/;

/** Says how a registration files from a quarter on. Throws 422 where a return of those days is filed already. */
export async function setRegistration(ctx: Context, given: RegistrationFields): Promise<Registration> {
  const today = todayOf(ctx);
  const { gstin, frequency, turnover, valid_from = `${fiscalYearOf(today)}-04-01` } = given;
  chosen(await registrationsOn(ctx, valid_from), gstin);
  if (!QUARTERS.test(valid_from)) refuse('/valid_from', 'Give the first day of a quarter, such as 2026-10-01.');
  if (frequency === 'quarterly' && turnover === 'above_5_crore')
    refuse('/frequency', 'Above 5 crore returns are monthly (rule 61A).');
  const [filed] = await ctx.sql<{ period: string }>(
    `select period from gst_filings where tenant_id = $1 and gstin = $2 and to_date >= $3 and unfiled_at is null order by period desc limit 1`,
    [gstin, valid_from],
  );
  if (filed) refuse('/valid_from', `The return of ${filed.period} is filed; give a later quarter.`);
  const [known] = await ctx.sql<{ id: string }>(
    'select id from gst_registrations where tenant_id = $1 and gstin = $2 and valid_from = $3',
    [gstin, valid_from],
  );
  if (known) await updateRecord(ctx, record, known.id, { frequency, turnover });
  else await insertRecord(ctx, record, { gstin, frequency, turnover, valid_from });
  const [, shown = today] = [today, valid_from].sort();
  return chosen(await registrationsOn(ctx, shown), gstin);
}

export function listRegistrations(ctx: Context): Promise<Registration[]> {
  return registrationsOn(ctx, todayOf(ctx));
}
