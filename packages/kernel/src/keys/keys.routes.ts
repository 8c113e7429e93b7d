/** The endpoints of keys: an organisation sees its own, what changes them is the platform's. */
import Type from 'typebox';
import { type AnyRoute, route } from '../http/route.ts';
import { Line } from '../schema/fields.ts';
import { MasterKeyList, TenantKeys } from './keys.schema.ts';
import { describeKeys, destroyTenantKeys, listMasterKeys, rotateMasterKey, rotateTenantKey } from './keys.service.ts';

const none = Type.Object({}, { additionalProperties: false });
const PLATFORM = 'platform.operate';

export const keyRoutes: AnyRoute[] = [
  route({
    name: 'keys.list',
    method: 'GET',
    path: '/tenants/{tenant}/keys',
    scope: 'control',
    permission: 'keys.read',
    summary: 'The versions of an organisation’s data key, and how many values are sealed with each',
    input: none,
    output: TenantKeys,
    message: 'Keys',
    run: (ctx) => describeKeys(ctx),
  }),
  route({
    name: 'keys.rotate',
    method: 'POST',
    path: '/tenants/{tenant}/keys/rotate',
    scope: 'control',
    permission: PLATFORM,
    summary: 'A new version; what is sealed is sealed anew while people work, then the old version is destroyed',
    input: none,
    output: TenantKeys,
    status: 202,
    message: 'A new version seals from now on',
    run: (ctx) => rotateTenantKey(ctx),
  }),
  route({
    name: 'keys.destroy',
    method: 'DELETE',
    path: '/tenants/{tenant}/keys',
    scope: 'control',
    permission: PLATFORM,
    summary: 'Destroys the key: what is sealed cannot be read ever again, in no copy of the database',
    input: Type.Object(
      { confirm: Line(60, { description: 'The slug of the organisation, typed.' }) },
      { additionalProperties: false },
    ),
    output: TenantKeys,
    message: 'The key is destroyed',
    run: (ctx, input) => destroyTenantKeys(ctx, input),
  }),
  route({
    name: 'keys.status',
    method: 'GET',
    path: '/system/keys',
    scope: 'platform',
    summary: 'The master keys that are held, and how many data keys rest on each',
    input: none,
    output: MasterKeyList,
    message: 'Master keys',
    run: (ctx) => listMasterKeys(ctx),
  }),
  route({
    name: 'keys.rotate_master',
    method: 'POST',
    path: '/system/keys/rotate',
    scope: 'platform',
    summary: 'A new master key; every data key is wrapped anew under it',
    input: none,
    output: MasterKeyList,
    message: 'Every data key is wrapped anew',
    run: (ctx) => rotateMasterKey(ctx),
  }),
];
