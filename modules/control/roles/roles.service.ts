/** Custom roles of a tenant: nobody makes, changes or removes one that may do more than he may. */
import { forbidden, versionMismatch } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { allows, covers } from '@tenantry/kernel/tenancy/roles.ts';
import { announceTenant } from '../tenants/announce.ts';
import type { NewRole, RoleChanges, RoleRecord } from './roles.schema.ts';

export const roleNotFound = defineProblem('roles.not_found', 404, 'There is no such role of the organisation’s own.');
export const roleTaken = defineProblem('roles.name_taken', 409, 'There is a role of this name.');
export const roleBuiltIn = defineProblem(
  'roles.built_in',
  409,
  'Built-in roles stay as they are; make one of your own.',
);
export const roleInUse = defineProblem('roles.in_use', 409, 'People have this role; give them another first.');
export const unknownPermission = defineProblem('roles.unknown_permission', 422, 'There is no such permission.');

interface Row {
  id: string;
  name: string;
  title: string;
  permissions: string[];
  version: number;
  updated_at: string;
}

const COLUMNS = 'id, name, title, permissions, version, updated_at';

/** What a tenant's roles may contain: what routes ask for, beside what only the platform does. */
function permissionsOfTenants(ctx: Context): string[] {
  return [...ctx.kernel.roles.permissions].filter((name) => !name.startsWith('platform.')).sort();
}

/** Every permission, and whether the caller has it. */
export async function listPermissions(ctx: Context) {
  return permissionsOfTenants(ctx).map((permission) => {
    const dot = permission.lastIndexOf('.');
    const granted = allows(ctx.actor.permissions, permission);
    return { permission, noun: permission.slice(0, dot), verb: permission.slice(dot + 1), granted };
  });
}

async function countByRole(ctx: Context): Promise<Map<string, number>> {
  const rows = await ctx.sql<{ role: string; n: number }>(
    'select role, count(*) as n from memberships where tenant_id = $1 group by role',
  );
  return new Map(rows.map(({ role, n }) => [role, n]));
}

function shown(row: Row, members: number): RoleRecord {
  return { ...row, is_built_in: false, members };
}

/** The built-in roles of the organisation's kind, then its own by name. */
export async function listRoles(ctx: Context): Promise<RoleRecord[]> {
  const counts = await countByRole(ctx);
  const own = await ctx.sql<Row>(`select ${COLUMNS} from roles where tenant_id = $1 order by name`);
  const builtIn = ctx.kernel.roles.offered(ctx.tenant.organization_type).map(({ name, title, permissions }) => ({
    id: null,
    name,
    title,
    permissions: [...permissions],
    is_built_in: true,
    members: counts.get(name) ?? 0,
    version: null,
    updated_at: null,
  }));
  return [...builtIn, ...own.map((row) => shown(row, counts.get(row.name) ?? 0))];
}

/** Each name is known and within what the actor has. Answers them sorted, each once. */
function readPermissions(ctx: Context, names: readonly string[]): string[] {
  const known = permissionsOfTenants(ctx);
  const nouns = new Set(known.map((name) => `${name.slice(0, name.lastIndexOf('.'))}.*`));
  const unknown = names
    .map((name, index) => ({ name, index }))
    .filter(({ name }) => !known.includes(name) && !nouns.has(name));
  if (unknown.length > 0)
    throw problem(unknownPermission, {
      errors: unknown.map(({ name, index }) => ({
        pointer: `/permissions/${index}`,
        detail: `${name.slice(0, 80)} is not a permission; GET …/permissions lists them.`,
      })),
    });
  assertCovered(ctx, names);
  return [...new Set(names)].sort();
}

function assertCovered(ctx: Context, names: readonly string[]): void {
  if (covers(ctx.actor.permissions, names)) return;
  const lacking = names.filter((name) => !covers(ctx.actor.permissions, [name]));
  throw problem(forbidden, {
    detail: `You may not do this yourself: ${lacking.join(', ')}.`,
    extra: { lacking },
  });
}

/** Makes a role. Its name must not be a built-in one of any kind of organisation. */
export async function createRole(ctx: Context, { name, title, permissions }: NewRole): Promise<RoleRecord> {
  if (ctx.kernel.roles.all.some((role) => role.name === name))
    throw problem(roleBuiltIn, { errors: [{ pointer: '/name', detail: `${name} is built in; choose another name.` }] });
  const [row] = await ctx.sql<Row>(
    `insert into roles (tenant_id, id, name, title, permissions) values ($1, $2, $3, $4, $5) returning ${COLUMNS}`,
    [ctx.newId(), name, title, readPermissions(ctx, permissions)],
  );
  const made = row as Row;
  ctx.audit({
    action: 'roles.create',
    subject: 'roles',
    subject_id: made.id,
    after: { name, title, permissions: made.permissions },
  });
  return shown(made, 0);
}

/** The custom role of that name or id, locked. */
async function lockRole(ctx: Context, ref: string): Promise<Row> {
  const column = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(ref) ? 'id' : 'name';
  const [row] = await ctx.sql<Row>(`select ${COLUMNS} from roles where tenant_id = $1 and ${column} = $2 for update`, [
    ref,
  ]);
  if (row) return row;
  throw problem(ctx.kernel.roles.all.some((role) => role.name === ref) ? roleBuiltIn : roleNotFound);
}

/** Changes a role for all who have it, from their next request on. */
export async function updateRole(
  ctx: Context,
  { role, title, permissions, version }: RoleChanges,
): Promise<RoleRecord> {
  const before = await lockRole(ctx, role);
  if (version !== undefined && version !== before.version)
    throw problem(versionMismatch, { extra: { current_version: before.version } });
  assertCovered(ctx, before.permissions);
  const wanted = {
    title: title ?? before.title,
    permissions: permissions ? readPermissions(ctx, permissions) : before.permissions,
  };
  const [after] = await ctx.sql<Row>(
    `update roles set title = $3, permissions = $4, version = version + 1, updated_at = now()
     where tenant_id = $1 and id = $2 returning ${COLUMNS}`,
    [before.id, wanted.title, wanted.permissions],
  );
  ctx.audit({
    action: 'roles.update',
    subject: 'roles',
    subject_id: before.id,
    before: { title: before.title, permissions: before.permissions },
    after: wanted,
  });
  await announceTenant(ctx);
  return shown(after as Row, (await countByRole(ctx)).get(before.name) ?? 0);
}

/** Removes a role that nobody has. */
export async function deleteRole(ctx: Context, ref: string): Promise<RoleRecord> {
  const row = await lockRole(ctx, ref);
  assertCovered(ctx, row.permissions);
  const members = (await countByRole(ctx)).get(row.name) ?? 0;
  if (members > 0) throw problem(roleInUse, { detail: `${members} people have it.` });
  await ctx.execute('delete from roles where tenant_id = $1 and id = $2', [row.id]);
  ctx.audit({
    action: 'roles.delete',
    subject: 'roles',
    subject_id: row.id,
    before: { name: row.name, title: row.title, permissions: row.permissions },
  });
  await announceTenant(ctx);
  return shown(row, 0);
}
