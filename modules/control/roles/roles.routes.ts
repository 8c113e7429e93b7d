/** Endpoints of roles and permissions. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { Line } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { arrangeRoles, RoleQuery } from './role_list.ts';
import { NewRole, Permission, RoleChanges, RoleRecord } from './roles.schema.ts';
import {
  createRole,
  deleteRole,
  listPermissions,
  listRoles,
  roleBuiltIn,
  roleInUse,
  roleNotFound,
  roleTaken,
  unknownPermission,
  updateRole,
} from './roles.service.ts';

const none = Type.Object({}, { additionalProperties: false });

export const roleRoutes: AnyRoute[] = [
  route({
    name: 'roles.list',
    method: 'GET',
    path: '/tenants/{tenant}/roles',
    aliases: ['/roles'],
    scope: 'control',
    permission: 'roles.read',
    summary: 'Built-in roles and the organisation’s own; format=csv for a file',
    input: RoleQuery,
    output: Type.Array(RoleRecord),
    message: 'Roles',
    run: async (ctx, input) => arrangeRoles(await listRoles(ctx), input),
  }),
  route({
    name: 'roles.permissions',
    method: 'GET',
    path: '/tenants/{tenant}/permissions',
    aliases: ['/permissions'],
    scope: 'control',
    permission: 'roles.read',
    summary: 'Everything that a role may contain',
    input: none,
    output: Type.Array(Permission),
    message: 'Permissions',
    run: (ctx) => listPermissions(ctx),
  }),
  route({
    name: 'roles.create',
    method: 'POST',
    path: '/tenants/{tenant}/roles',
    aliases: ['/roles'],
    scope: 'control',
    permission: 'roles.write',
    summary: 'Make a role of the organisation’s own',
    input: NewRole,
    output: RoleRecord,
    status: 201,
    problems: [roleBuiltIn, unknownPermission],
    constraints: { roles_name_key: { kind: roleTaken, pointer: '/name', detail: 'Choose another name.' } },
    message: 'Role created',
    run: (ctx, input) => createRole(ctx, input),
  }),
  route({
    name: 'roles.update',
    method: 'PUT',
    path: '/tenants/{tenant}/roles/{role}',
    aliases: ['/roles/{role}'],
    scope: 'control',
    permission: 'roles.write',
    summary: 'Change title and permissions',
    input: RoleChanges,
    output: RoleRecord,
    problems: [roleNotFound, roleBuiltIn, unknownPermission],
    message: 'Role updated',
    run: (ctx, input) => updateRole(ctx, input),
  }),
  route({
    name: 'roles.delete',
    method: 'DELETE',
    path: '/tenants/{tenant}/roles/{role}',
    aliases: ['/roles/{role}'],
    scope: 'control',
    permission: 'roles.write',
    summary: 'Remove a role that nobody has',
    input: Type.Object({ role: Line(40) }, { additionalProperties: false }),
    output: RoleRecord,
    problems: [roleNotFound, roleBuiltIn, roleInUse],
    message: 'Role removed',
    run: (ctx, { role }) => deleteRole(ctx, role),
  }),
];
