/** Endpoints of members; earlier clients call them users. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import {
  lastOwner,
  memberExists,
  memberNotFound,
  notAccepted,
  resendInvitation,
  unknownRole,
} from '@tenantry/kernel/identity/members.ts';
import Type from 'typebox';
import { MemberChanges, MemberRecord, NewMember, user } from './members.schema.ts';
import { deleteMember, memberList, postMember, updateMember } from './members.service.ts';

const one = Type.Object({ user }, { additionalProperties: false });

export const memberRoutes: AnyRoute[] = [
  route({
    name: 'members.list',
    method: 'GET',
    path: '/tenants/{tenant}/users',
    aliases: ['/users'],
    scope: 'control',
    permission: 'members.read',
    summary: 'People of the organisation',
    input: memberList.input,
    output: MemberRecord,
    list: true,
    message: 'People',
    run: (ctx, input) => memberList.run(ctx, input) as never,
  }),
  route({
    name: 'members.create',
    method: 'POST',
    path: '/tenants/{tenant}/users',
    aliases: ['/users'],
    scope: 'control',
    permission: 'members.write',
    summary: 'Add a person; an unknown or unverified address is invited by mail',
    input: NewMember,
    output: MemberRecord,
    status: 201,
    problems: [memberExists, unknownRole],
    message: 'Person added',
    run: (ctx, input) => postMember(ctx, input),
  }),
  route({
    name: 'members.update',
    method: 'PUT',
    path: '/tenants/{tenant}/users/{user}',
    aliases: ['/users/{user}'],
    scope: 'control',
    permission: 'members.write',
    summary: 'Give another role, switch off or on again',
    input: MemberChanges,
    output: MemberRecord,
    problems: [memberNotFound, unknownRole, lastOwner, notAccepted],
    message: 'Person updated',
    run: (ctx, { user: ref, ...changes }) => updateMember(ctx, ref, changes as MemberChanges),
  }),
  route({
    name: 'members.delete',
    method: 'DELETE',
    path: '/tenants/{tenant}/users/{user}',
    aliases: ['/users/{user}'],
    scope: 'control',
    permission: 'members.write',
    summary: 'Take a person out of the organisation; the account stays',
    input: one,
    output: MemberRecord,
    problems: [memberNotFound, lastOwner],
    message: 'Person removed',
    run: (ctx, { user: ref }) => deleteMember(ctx, ref),
  }),
  route({
    name: 'members.resend_invitation',
    method: 'POST',
    path: '/tenants/{tenant}/users/{user}/invitation',
    aliases: ['/users/{user}/invitation'],
    scope: 'control',
    permission: 'members.write',
    summary: 'Send the invitation again; earlier links stop working',
    input: one,
    output: MemberRecord,
    problems: [memberNotFound],
    message: 'Invitation sent',
    run: (ctx, { user: ref }) => resendInvitation(ctx, ref),
  }),
];
