/** Endpoints of settings; earlier clients call them `config`. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { Line } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { Setting, SettingInput } from './settings.schema.ts';
import { listSettings, postSetting, resetSetting, unknownSetting } from './settings.service.ts';

export const settingRoutes: AnyRoute[] = [
  route({
    name: 'settings.list',
    method: 'GET',
    path: '/tenants/{tenant}/config',
    aliases: ['/config'],
    scope: 'control',
    permission: 'settings.read',
    summary: 'Every setting with the value that holds; secret ones without it',
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Array(Setting),
    message: 'Settings',
    run: (ctx) => listSettings(ctx),
  }),
  route({
    name: 'settings.update',
    method: 'POST',
    path: '/tenants/{tenant}/config',
    aliases: ['/config'],
    scope: 'control',
    permission: 'settings.write',
    summary: 'Set one',
    input: SettingInput,
    output: Setting,
    problems: [unknownSetting],
    message: 'Setting stored',
    run: (ctx, input) => postSetting(ctx, input),
  }),
  route({
    name: 'settings.reset',
    method: 'DELETE',
    path: '/tenants/{tenant}/config/{key}',
    aliases: ['/config/{key}'],
    scope: 'control',
    permission: 'settings.write',
    summary: 'Back to the default of the plan',
    input: Type.Object({ key: Line(80) }, { additionalProperties: false }),
    output: Setting,
    problems: [unknownSetting],
    message: 'Setting reset',
    run: (ctx, { key }) => resetSetting(ctx, key),
  }),
];
