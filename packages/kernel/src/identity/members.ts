/** Members of a tenant: invite, change role, switch off, remove; nobody grants what he lacks, and an owner always stays. */

import { forbidden, versionMismatch } from '../http/problems.ts';
import { changeUsage } from '../limits/usage.ts';
import { postLetter } from '../mail/post.ts';
import { defineProblem, problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import type { Tenant } from '../tenancy/directory.ts';
import { covers } from '../tenancy/roles.ts';
import { dropViewsOf } from '../views/openings.ts';
import { type Account, emailKey, ensureAccount, mailLink } from './accounts.ts';
import { membershipLetter } from './letters.ts';
import { inIdentityPlane } from './plane.ts';

export const memberNotFound = defineProblem('members.not_found', 404, 'There is no such person in this organisation.');
export const memberExists = defineProblem('members.exists', 409, 'This person belongs to the organisation already.');
export const unknownRole = defineProblem('members.unknown_role', 422, 'There is no such role in this organisation.');
export const lastOwner = defineProblem('members.last_owner', 409, 'An organisation keeps at least one owner.');
export const notAccepted = defineProblem(
  'members.not_accepted',
  409,
  'This person has not accepted the invitation yet.',
);

/** Who may do everything in a tenant, and of whom one always stays. */
const OWNER = 'owner';

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

async function findPermissions(
  ctx: Pick<Context, 'sql' | 'kernel'>,
  tenant: Tenant,
  role: string,
  lock = '',
): Promise<readonly string[] | undefined> {
  const [custom] = await ctx.sql<{ permissions: string[] }>(
    `select permissions from roles where tenant_id = $1 and name = $2${lock}`,
    [role],
  );
  return custom?.permissions ?? ctx.kernel.roles.get(role, tenant.organization_type)?.permissions;
}

/** What a role grants in the tenant: a custom one of its own, or a built-in one of its organisation type. */
export async function permissionsOf(
  ctx: Pick<Context, 'sql' | 'kernel'>,
  tenant: Tenant,
  role: string,
): Promise<readonly string[]> {
  const permissions = await findPermissions(ctx, tenant, role);
  if (!permissions) throw noSuchRole(ctx, tenant);
  return permissions;
}

function noSuchRole(ctx: Pick<Context, 'kernel'>, tenant: Tenant): Error {
  const offered = ctx.kernel.roles.offered(tenant.organization_type).map((one) => one.name);
  return problem(unknownRole, {
    errors: [{ pointer: '/role', detail: `Use one of: ${offered.join(', ')}, or a role of your own.` }],
  });
}

/** Refuses to hand out a role that grants more than the actor has. A custom one cannot vanish until the transaction ends. */
export async function assertGrantable(ctx: Context, role: string): Promise<void> {
  const wanted = await findPermissions(ctx, ctx.tenant, role, ' for share');
  if (!wanted) throw noSuchRole(ctx, ctx.tenant);
  if (covers(ctx.actor.permissions, wanted)) return;
  throw problem(forbidden, {
    detail: `The role ${role} may do more than you may; ask somebody who has it.`,
    extra: { role },
  });
}

/** Refuses to touch a member who may do more than the actor. */
async function assertTouchable(ctx: Context, member: Member): Promise<void> {
  const theirs = (await findPermissions(ctx, ctx.tenant, member.role)) ?? [];
  if (covers(ctx.actor.permissions, theirs)) return;
  throw problem(forbidden, { detail: 'This person may do more than you may; ask somebody who may do as much.' });
}

/** The member named by user id, membership id or address; locked until the transaction ends. */
export async function findMember(ctx: Context, name: string): Promise<Member> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name);
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
 * link is used: whoever made an account for an address that is not his must not get in with it. All in one transaction.
 */
export async function inviteMember(
  ctx: Context,
  person: { email: string; name: string; role: string },
): Promise<Member> {
  await assertGrantable(ctx, person.role);
  const email = emailKey(person.email);
  const account = await inIdentityPlane(ctx, () => ensureAccount(ctx, person));
  const added = await insertMembership(ctx, account, person, account.email_verified_at ? 'active' : 'invited');
  await inIdentityPlane(ctx, () =>
    added.status === 'invited' ? mailInvitation(ctx, account) : mailNotice(ctx, account),
  );
  ctx.audit({
    action: 'members.create',
    subject: 'members',
    subject_id: added.user_id,
    after: { email, name: person.name, role: person.role, status: added.status },
  });
  return added;
}

/** Of two who add one person at once, the second finds him there. */
async function insertMembership(
  ctx: Context,
  account: Account,
  { name, role }: { name: string; role: string },
  status: Member['status'],
): Promise<Member> {
  await changeUsage(ctx, 'users', 1);
  const [member] = await ctx.sql<Member>(
    `insert into memberships (tenant_id, id, user_id, email, name, role, status) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict on constraint memberships_user_key do nothing returning ${COLUMNS}`,
    [ctx.newId(), account.id, emailKey(account.email), name || account.name, role, status],
  );
  if (!member)
    throw problem(memberExists, { errors: [{ pointer: '/email', detail: 'This address belongs to a member.' }] });
  await announceMember(ctx, account.id);
  return member;
}

function mailInvitation(ctx: Context, account: Account): Promise<void> {
  return mailLink(ctx, account, 'invitation', { id: ctx.tenant.id, name: ctx.tenant.name });
}

/** Nobody belongs to an organisation without hearing of it. */
function mailNotice(ctx: Context, account: Account): Promise<void> {
  const { id, name } = ctx.tenant;
  return postLetter(ctx, {
    letter: membershipLetter,
    to: account.email,
    fields: { person: account.name, organisation: name, by: ctx.actor.label },
    link: ctx.kernel.config.public_url,
    inNameOf: { id, name },
  });
}

/** Sends the invitation again; earlier links stop working. */
export async function resendInvitation(ctx: Context, name: string): Promise<Member> {
  const member = await findMember(ctx, name);
  await assertTouchable(ctx, member);
  if (member.status === 'invited')
    await inIdentityPlane(ctx, async () => mailInvitation(ctx, await ensureAccount(ctx, member)));
  ctx.audit({ action: 'members.resend_invitation', subject: 'members', subject_id: member.user_id });
  return member;
}

/** Gives a member another role. */
export async function changeRole(ctx: Context, name: string, role: string, version?: number): Promise<Member> {
  const { member, isLastOwner } = await lockForChange(ctx, name, version);
  await assertGrantable(ctx, role);
  if (role !== OWNER && isLastOwner) throw problem(lastOwner);
  return updateMember(ctx, member, { role });
}

/** Switches a member off (he sees nothing of the tenant from the next request on) or on again. */
export async function setMemberStatus(
  ctx: Context,
  name: string,
  status: 'active' | 'disabled',
  version?: number,
): Promise<Member> {
  const { member, isLastOwner } = await lockForChange(ctx, name, version);
  if (status === 'disabled' && isLastOwner) throw problem(lastOwner);
  if (status === 'disabled') {
    if (member.status !== 'disabled') await changeUsage(ctx, 'users', -1);
    return updateMember(ctx, member, { status });
  }
  if (member.status === 'invited') throw problem(notAccepted);
  await assertGrantable(ctx, member.role);
  // Whoever is switched on again takes a place again.
  if (member.status === 'disabled') await changeUsage(ctx, 'users', 1);
  return updateMember(ctx, member, { status });
}

/** Removes a member; his account stays, for the other organisations he belongs to. */
export async function removeMember(ctx: Context, name: string): Promise<Member> {
  const { member, isLastOwner } = await lockForChange(ctx, name, undefined);
  if (isLastOwner) throw problem(lastOwner);
  if (member.status !== 'disabled') await changeUsage(ctx, 'users', -1);
  await ctx.execute('delete from memberships where tenant_id = $1 and id = $2', [member.id]);
  ctx.audit({
    action: 'members.delete',
    subject: 'members',
    subject_id: member.user_id,
    before: { email: member.email, name: member.name, role: member.role, status: member.status },
  });
  await announceMember(ctx, member.user_id);
  const { tenant } = ctx;
  ctx.afterCommit(() => dropViewsOf(ctx, tenant, member.user_id));
  return member;
}

/**
 * The member, when the actor may touch him. All owners are locked before, in one order, so that two who remove each other at
 * once neither both succeed nor wait for each other in a circle.
 */
async function lockForChange(
  ctx: Context,
  name: string,
  version: number | undefined,
): Promise<{ member: Member; isLastOwner: boolean }> {
  const owners = await ctx.sql<{ id: string }>(
    `select id from memberships where tenant_id = $1 and role = '${OWNER}' and status = 'active' order by id for update`,
  );
  const member = await findMember(ctx, name);
  await assertTouchable(ctx, member);
  if (version !== undefined && version !== member.version)
    throw problem(versionMismatch, {
      detail: `You have version ${version}, the record is at ${member.version}.`,
      extra: { current_version: member.version },
    });
  return { member, isLastOwner: owners.length === 1 && owners[0]?.id === member.id };
}

async function updateMember(
  ctx: Context,
  member: Member,
  changes: Partial<Pick<Member, 'role' | 'status'>>,
): Promise<Member> {
  const { role, status } = { ...member, ...changes };
  const [changed] = await ctx.sql<Member>(
    `update memberships set role = $3, status = $4, version = version + 1, updated_at = now()
     where tenant_id = $1 and id = $2 returning ${COLUMNS}`,
    [member.id, role, status],
  );
  const before = Object.fromEntries(Object.keys(changes).map((key) => [key, member[key as keyof Member]]));
  ctx.audit({
    action: 'members.update',
    subject: 'members',
    subject_id: member.user_id,
    before,
    after: { ...changes },
  });
  await announceMember(ctx, member.user_id);
  return changed as Member;
}

/** Rights changed: this instance forgets what it knew of the person with the answer, the others with the commit. */
async function announceMember(ctx: Context, user_id: string): Promise<void> {
  await ctx.kernel.news.announce(ctx, { kind: 'user', subject_id: user_id });
  ctx.afterCommit(() => ctx.kernel.identity.forgetUser(user_id));
}
