/** Members of a tenant: invite, change role, remove; nobody grants what he lacks, and an owner always stays. */

import { asSystem } from '../http/perform.ts';
import { forbidden, versionMismatch } from '../http/problems.ts';
import { defineProblem, problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import type { Tenant } from '../tenancy/directory.ts';
import { covers } from '../tenancy/roles.ts';
import { emailKey, ensureAccount, mailLink } from './accounts.ts';
import { endSessions } from './sessions.ts';

export const memberNotFound = defineProblem('members.not_found', 404, 'There is no such person in this organisation.');
export const memberExists = defineProblem('members.exists', 409, 'This person belongs to the organisation already.');
export const unknownRole = defineProblem('members.unknown_role', 422, 'There is no such role in this organisation.');
export const lastOwner = defineProblem('members.last_owner', 409, 'An organisation keeps at least one owner.');

export interface Member {
  id: string;
  user_id: string;
  email: string;
  name: string;
  role: string;
  status: 'active' | 'invited' | 'disabled';
  version: number;
  created_at: string;
  updated_at: string;
}

const COLUMNS = 'id, user_id, email, name, role, status, version, created_at, updated_at';

/** What a role grants in the tenant: a custom one of its own, or a built-in one of its organisation type. */
export async function permissionsOf(
  ctx: Pick<Context, 'sql' | 'kernel'>,
  tenant: Tenant,
  role: string,
): Promise<readonly string[]> {
  const [custom] = await ctx.sql<{ permissions: string[] }>(
    'select permissions from roles where tenant_id = $1 and name = $2',
    [role],
  );
  const permissions = custom?.permissions ?? ctx.kernel.roles.get(role, tenant.organization_type)?.permissions;
  if (permissions) return permissions;
  const offered = ctx.kernel.roles.offered(tenant.organization_type).map((one) => one.name);
  throw problem(unknownRole, {
    errors: [{ pointer: '/role', detail: `Use one of: ${offered.join(', ')}, or a role of your own.` }],
  });
}

/** Refuses to hand out a role that grants more than the actor has. */
export async function assertGrantable(ctx: Context, role: string): Promise<void> {
  const wanted = await permissionsOf(ctx, ctx.tenant, role);
  if (!covers(ctx.actor.permissions, wanted)) {
    throw problem(forbidden, {
      detail: `The role ${role} may do more than you may; ask somebody who has it.`,
      extra: { role },
    });
  }
}

/** The member named by user id, membership id or address; locked until the transaction ends. */
export async function findMember(ctx: Context, name: string): Promise<Member> {
  const isId = /^[0-9a-f-]{36}$/i.test(name);
  const condition = isId ? '(user_id = $2 or id = $2)' : 'email = $2';
  const [member] = await ctx.sql<Member>(
    `select ${COLUMNS} from memberships where tenant_id = $1 and ${condition} for update`,
    [isId ? name : emailKey(name)],
  );
  if (!member) throw problem(memberNotFound);
  return member;
}

/**
 * Adds a person. An account whose address is verified belongs at once; any other is invited by mail and belongs when the
 * link is used: whoever made an account for an address that is not his must not get in with it.
 */
export async function inviteMember(
  ctx: Context,
  person: { email: string; name: string; role: string },
): Promise<Member> {
  await assertGrantable(ctx, person.role);
  const email = emailKey(person.email);
  const [known] = await ctx.sql('select id from memberships where tenant_id = $1 and email = $2', [email]);
  if (known)
    throw problem(memberExists, { errors: [{ pointer: '/email', detail: 'This address belongs to a member.' }] });
  const { account, isInvited } = await reachAccount(ctx, person);
  const [member] = await ctx.sql<Member>(
    `insert into memberships (tenant_id, id, user_id, email, name, role, status) values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
    [ctx.newId(), account.id, email, person.name, person.role, isInvited ? 'invited' : 'active'],
  );
  const added = member as Member;
  ctx.audit({
    action: 'members.create',
    subject: 'members',
    subject_id: added.user_id,
    after: { email, name: person.name, role: person.role, status: added.status },
  });
  await announceMember(ctx, added.user_id);
  return added;
}

/** Finds or makes the account, in the plane of identity, and mails the invitation when its address is not verified. */
async function reachAccount(ctx: Context, person: { email: string; name: string }) {
  const binding = { tenant_id: null, plane: 'identity' } as const;
  return asSystem(
    ctx.kernel,
    { tenant: null, database: ctx.kernel.aside, binding, actor: ctx.actor, request_id: ctx.request.id },
    async (identity) => {
      const account = await ensureAccount(identity, person);
      const isInvited = account.email_verified_at === null;
      if (isInvited) {
        if (account.password_hash) {
          await identity.sql('update users set password_hash = null where id = $1', [account.id]);
          await endSessions(identity, account.id);
        }
        await mailLink(identity, account, 'invitation', { id: ctx.tenant.id, name: ctx.tenant.name });
      }
      return { account, isInvited };
    },
  );
}

/** Sends the invitation again; earlier links stop working. */
export async function resendInvitation(ctx: Context, name: string): Promise<Member> {
  const member = await findMember(ctx, name);
  if (member.status === 'invited') await reachAccount(ctx, member);
  ctx.audit({ action: 'members.resend_invitation', subject: 'members', subject_id: member.user_id });
  return member;
}

/** Gives a member another role. */
export async function changeRole(ctx: Context, name: string, role: string, version?: number): Promise<Member> {
  const member = await findMember(ctx, name);
  await assertGrantable(ctx, role);
  await assertGrantable(ctx, member.role);
  if (version !== undefined && version !== member.version) throw problem(versionMismatch);
  if (member.role === 'owner' && role !== 'owner') await assertOwnerStays(ctx, member);
  const [changed] = await ctx.sql<Member>(
    `update memberships set role = $3, version = version + 1, updated_at = now() where tenant_id = $1 and id = $2 returning ${COLUMNS}`,
    [member.id, role],
  );
  ctx.audit({
    action: 'members.update',
    subject: 'members',
    subject_id: member.user_id,
    before: { role: member.role },
    after: { role },
  });
  await announceMember(ctx, member.user_id);
  return changed as Member;
}

/** Removes a member; his account stays, for the other organisations he belongs to. */
export async function removeMember(ctx: Context, name: string): Promise<Member> {
  const member = await findMember(ctx, name);
  await assertGrantable(ctx, member.role);
  if (member.role === 'owner') await assertOwnerStays(ctx, member);
  await ctx.execute('delete from memberships where tenant_id = $1 and id = $2', [member.id]);
  ctx.audit({
    action: 'members.delete',
    subject: 'members',
    subject_id: member.user_id,
    before: { email: member.email, name: member.name, role: member.role },
  });
  await announceMember(ctx, member.user_id);
  return member;
}

/** All owners are locked, so that two who remove each other at once cannot both succeed. */
async function assertOwnerStays(ctx: Context, leaving: Member): Promise<void> {
  const owners = await ctx.sql<{ id: string }>(
    "select id from memberships where tenant_id = $1 and role = 'owner' and status <> 'disabled' order by id for update",
  );
  if (owners.every((owner) => owner.id === leaving.id)) throw problem(lastOwner);
}

/** Rights changed: every instance forgets what it knew of the person. */
async function announceMember(ctx: Context, user_id: string): Promise<void> {
  ctx.afterCommit(async () => {
    ctx.kernel.identity.forgetUser(user_id);
  });
  const binding = { tenant_id: null, plane: 'identity' } as const;
  ctx.afterCommit(() =>
    asSystem(ctx.kernel, { tenant: null, database: ctx.kernel.aside, binding, actor: ctx.actor }, (identity) =>
      ctx.kernel.news.announce(identity, { kind: 'user', subject_id: user_id }),
    ),
  );
}
