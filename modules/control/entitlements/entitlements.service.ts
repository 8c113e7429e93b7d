/** Granting, listing and ending entitlements: of several that hold the one that began last decides. */
import { invalidInput, ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { unknownFeature } from '@tenantry/kernel/tenancy/features.ts';
import { holdsAt } from '@tenantry/kernel/tenancy/grants.ts';
import { announceTenant } from '../tenants/announce.ts';
import type { EntitlementEnd, EntitlementFilter, EntitlementLine, NewEntitlement } from './entitlements.schema.ts';
import { RATE } from './rules.ts';

export const entitlementNotFound = defineProblem(
  'entitlements.not_found',
  404,
  'The organisation has no such entitlement.',
);
export const entitlementEnded = defineProblem('entitlements.ended', 409, 'This entitlement has ended already.');

interface Row {
  id: string;
  name: string;
  maximum: number | null;
  enabled: boolean | null;
  valid_from: string;
  valid_to: string | null;
  reason: string | null;
  granted_by: string | null;
  created_at: string;
}

const COLUMNS = 'id, name, maximum, enabled, valid_from, valid_to, reason, granted_by, created_at';

/** The latest are read; older ones stand in the trail. */
const MOST = 1_000;

function stateOf(row: Row, now: Date): EntitlementLine['state'] {
  if (holdsAt(row, now.getTime())) return 'present';
  if (row.valid_to === null) return 'future';
  const isCalledOff = Date.parse(row.valid_to) === Date.parse(row.valid_from);
  return isCalledOff || Date.parse(row.valid_to) <= now.getTime() ? 'past' : 'future';
}

function shown(row: Row, now: Date, decides: boolean): EntitlementLine {
  const { name, ...rest } = row;
  const isFeature = row.enabled !== null;
  return {
    ...rest,
    limit: isFeature ? null : name,
    feature: isFeature ? name : null,
    state: stateOf(row, now),
    decides,
  };
}

/** The first of each name that holds decides, as they are sorted. */
async function read(ctx: Context): Promise<EntitlementLine[]> {
  const rows = await ctx.sql<Row>(
    `select ${COLUMNS} from entitlements where tenant_id = $1 order by valid_from desc, id desc limit ${MOST}`,
  );
  const decided = new Set<string>();
  return rows.map((row) => {
    const decides = !decided.has(row.name) && holdsAt(row, ctx.now.getTime());
    if (decides) decided.add(row.name);
    return shown(row, ctx.now, decides);
  });
}

/** Past, present and future ones, that first which begins last. */
export async function listEntitlements(ctx: Context, { state }: EntitlementFilter): Promise<EntitlementLine[]> {
  const all = await read(ctx);
  return state ? all.filter((one) => one.state === state) : all;
}

/** What is granted, as it is stored; the fields of a limit and of a feature do not mix. */
function subjectOf(ctx: Context, input: NewEntitlement): Pick<Row, 'name' | 'maximum' | 'enabled'> {
  const { limit, maximum, feature, enabled } = input;
  const fail = (pointer: string, detail: string): never => {
    throw problem(invalidInput, { errors: [{ pointer, detail }] });
  };
  if ((limit === undefined) === (feature === undefined)) fail('/limit', 'Name a limit or a feature.');
  if (feature !== undefined) {
    if (maximum !== undefined) fail('/maximum', 'A feature is on or off; give enabled.');
    if (!ctx.kernel.features.get(feature))
      throw problem(unknownFeature, {
        detail: `There are ${ctx.kernel.features.all.map(({ name }) => name).join(', ')}.`,
        errors: [{ pointer: '/feature', detail: 'There is no such feature.' }],
      });
    return { name: feature, maximum: null, enabled: enabled ?? true };
  }
  if (enabled !== undefined) fail('/enabled', 'A limit has a maximum.');
  if (maximum === undefined) fail('/maximum', 'Give a number, or null for no limit.');
  if (limit === RATE && !maximum) fail('/maximum', 'Give at least one request a second.');
  return { name: limit as string, maximum: maximum as number | null, enabled: null };
}

/** Grants a limit or a feature from an instant on. What was cannot be granted afterwards: it would change what held. */
export async function grantEntitlement(ctx: Context, input: NewEntitlement): Promise<EntitlementLine> {
  const subject = subjectOf(ctx, input);
  const valid_from = input.valid_from ?? ctx.now.toISOString();
  const valid_to = input.valid_to ?? null;
  const errors = [];
  if (Date.parse(valid_from) < ctx.now.getTime())
    errors.push({ pointer: '/valid_from', detail: 'It begins now or later.' });
  if (valid_to !== null && Date.parse(valid_to) <= Date.parse(valid_from))
    errors.push({ pointer: '/valid_to', detail: 'It ends after it has begun.' });
  if (errors.length > 0) throw problem(ruleBroken, { errors });
  const id = ctx.newId();
  const { name, maximum, enabled } = subject;
  await ctx.execute(
    `insert into entitlements (tenant_id, id, name, maximum, enabled, valid_from, valid_to, reason, granted_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, name, maximum, enabled, valid_from, valid_to, input.reason, ctx.actor.label],
  );
  ctx.audit({
    action: 'entitlements.create',
    subject: 'entitlements',
    subject_id: id,
    after: {
      name,
      ...(enabled === null ? { maximum } : { enabled }),
      valid_from,
      ...(valid_to === null ? {} : { valid_to }),
      reason: input.reason,
    },
  });
  await announceTenant(ctx);
  return (await read(ctx)).find((one) => one.id === id) as EntitlementLine;
}

/** Lets one end now or later, which may be later than was meant; one that has not begun never holds. */
export async function endEntitlement(ctx: Context, input: EntitlementEnd): Promise<EntitlementLine> {
  const [row] = await ctx.sql<Row>(`select ${COLUMNS} from entitlements where tenant_id = $1 and id = $2 for update`, [
    input.entitlement,
  ]);
  if (!row) throw problem(entitlementNotFound);
  if (stateOf(row, ctx.now) === 'past') throw problem(entitlementEnded);
  const wanted = input.valid_to ?? ctx.now.toISOString();
  if (Date.parse(wanted) < ctx.now.getTime())
    throw problem(ruleBroken, { errors: [{ pointer: '/valid_to', detail: 'It ends now or later.' }] });
  const valid_to = Date.parse(wanted) < Date.parse(row.valid_from) ? row.valid_from : wanted;
  await ctx.execute('update entitlements set valid_to = $3 where tenant_id = $1 and id = $2', [row.id, valid_to]);
  ctx.audit({
    action: 'entitlements.end',
    subject: 'entitlements',
    subject_id: row.id,
    before: { valid_to: row.valid_to },
    after: { valid_to },
  });
  await announceTenant(ctx);
  return (await read(ctx)).find((one) => one.id === row.id) as EntitlementLine;
}
