/** People of a tenant: the kernel's rules of membership, the subscription's room, and finding people by their names. */

import { reading } from '@tenantry/kernel/db/handle.ts';
import { defineRecord } from '@tenantry/kernel/db/records.ts';
import { wordsOf } from '@tenantry/kernel/db/words.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { invalidInput } from '@tenantry/kernel/http/problems.ts';
import {
  changeRole,
  inviteMember,
  type Member,
  removeMember,
  setMemberStatus,
} from '@tenantry/kernel/identity/members.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { isPlatform } from '../tenants/operators.ts';
import { type MemberChanges, MemberRecord, type NewMember } from './members.schema.ts';

export const memberRecord = defineRecord({
  noun: 'members',
  table: 'memberships',
  schema: MemberRecord,
  words_table: 'control_words',
});

export const memberList = defineList({
  record: memberRecord,
  filters: {
    role: 'text',
    email: 'text',
    status: { kind: 'text', column: 'status', one_of: ['active', 'invited', 'disabled'] },
    created_at: 'instant',
  },
  sorts: { name: 'name_key', created_at: 'created_at' },
  default_sort: 'name',
  search: true,
});

async function addWords(ctx: Context, member: Member): Promise<void> {
  await ctx.execute(
    `insert into control_words (tenant_id, noun, word, record_id)
     select $1::uuid, 'memberships', w, $2::uuid from unnest($3::text[]) as w on conflict do nothing`,
    [member.id, [...wordsOf([member.name, member.email])]],
  );
}

/** Adds or invites a person when the subscription has room. */
export async function addMember(ctx: Context, person: { email: string; name: string; role: string }): Promise<Member> {
  const name = person.name.trim() || (person.email.split('@')[0] as string);
  const member = await inviteMember(ctx, { ...person, name });
  await addWords(ctx, member);
  return member;
}

/** Operators may name an account by its id; for everybody else an address is what they know of a person. */
async function emailOf(ctx: Context, input: NewMember): Promise<string> {
  const fault = (pointer: string, detail: string): Error => problem(invalidInput, { errors: [{ pointer, detail }] });
  if (input.email && input.user_id) throw fault('/user_id', 'Give the address or the id, not both.');
  if (input.email) return input.email;
  if (!input.user_id) throw fault('/email', 'Give the address of the person.');
  if (!isPlatform(ctx)) throw fault('/user_id', 'Give the address of the person instead.');
  const [user] = await reading(ctx.kernel.aside, { tenant_id: null, plane: 'platform' }).sql<{ email: string }>(
    'select email from users where id = $1',
    [input.user_id],
  );
  if (!user) throw fault('/user_id', 'There is no such account.');
  return user.email;
}

/** `POST …/users`. */
export async function postMember(ctx: Context, input: NewMember): Promise<Member> {
  return addMember(ctx, { email: await emailOf(ctx, input), name: input.name ?? '', role: input.role });
}

/** Changes role, status, or both. */
export async function updateMember(ctx: Context, ref: string, changes: MemberChanges): Promise<Member> {
  const { role, status } = changes;
  if (role === undefined && status === undefined)
    throw problem(invalidInput, { errors: [{ pointer: '/role', detail: 'Give a role or a status.' }] });
  let { version } = changes;
  let member: Member | undefined;
  if (role !== undefined) {
    member = await changeRole(ctx, ref, role, version);
    version = undefined;
  }
  if (status !== undefined) {
    member = await setMemberStatus(ctx, ref, status, version);
  }
  return member as Member;
}

/** Takes the person out; the account stays. */
export async function deleteMember(ctx: Context, ref: string): Promise<Member> {
  const member = await removeMember(ctx, ref);
  await ctx.execute("delete from control_words where tenant_id = $1 and noun = 'memberships' and record_id = $2", [
    member.id,
  ]);
  return member;
}
