/** Endpoints of tenants: the platform's, and what an organisation sees and changes of itself. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { memberExists, unknownRole } from '@tenantry/kernel/identity/members.ts';
import { Instant, Line, Nullable } from '@tenantry/kernel/schema/fields.ts';
import { unknownFeature } from '@tenantry/kernel/tenancy/features.ts';
import Type from 'typebox';
import { domainClaimed, tooManyDomains } from '../domains/domains.service.ts';
import { unknownPlan } from '../plans/plans.service.ts';
import { unknownSetting } from '../settings/settings.service.ts';
import { usageExceeds } from '../subscriptions/subscriptions.service.ts';
import { createTenant, siloUnavailable, tooManyTenants } from './create.ts';
import { type Move, moveTenant, wrongState } from './lifecycle.ts';
import { PLATFORM } from './operators.ts';
import { TenantLine, tenantList } from './overview.ts';
import { getProvisioning, notProvisionable, resumeProvisioning } from './provision.ts';
import { slugTaken } from './slugs.ts';
import { tenantRecord } from './tenants.record.ts';
import { NewTenant, Tenant, TenantChanges } from './tenants.schema.ts';
import { getTenant, updateTenant } from './tenants.service.ts';

const none = Type.Object({}, { additionalProperties: false });
const reason = Type.Optional(Line(500, { description: 'Kept in the trail, and shown while the state lasts.' }));

const slugConstraints = {
  tenants_slug_key: { kind: slugTaken, pointer: '/slug', detail: 'Choose another.' },
  tenants_slug_shape_key: {
    kind: slugTaken,
    pointer: '/slug',
    detail: 'It looks like one that is taken; choose another.',
  },
};

const Provisioning = Type.Object({
  status: Type.String(),
  steps: Type.Array(
    Type.Object({
      step: Type.String(),
      attempts: Type.Integer(),
      done_at: Nullable(Instant()),
      failure: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
    }),
  ),
  warnings: Type.Array(Type.String()),
});

/** PUT and PATCH both change what is given: earlier clients send parts with PUT. */
const change = <const M extends 'PUT' | 'PATCH'>(method: M, name: string) =>
  route({
    name,
    method,
    path: '/tenants/{tenant}',
    scope: 'control',
    permission: 'tenants.write',
    summary: 'Change what is given; plan, slug and limits are the platform’s',
    input: TenantChanges,
    output: Tenant,
    problems: [tenantRecord.notFound, slugTaken, unknownPlan, usageExceeds],
    constraints: slugConstraints,
    message: 'Organisation updated',
    run: (ctx, input) => updateTenant(ctx, input),
  });

const move = (verb: Move, message: string) =>
  route({
    name: `tenants.${verb}`,
    method: 'POST',
    path: `/tenants/{tenant}/${verb}`,
    scope: 'control',
    permission: PLATFORM,
    summary: message,
    input: Type.Object({ reason }, { additionalProperties: false }),
    output: Tenant,
    problems: [wrongState, tenantRecord.notFound, tooManyTenants],
    message,
    run: (ctx, input) => moveTenant(ctx, verb, input.reason),
  });

export const tenantRoutes: AnyRoute[] = [
  route({
    name: 'tenants.create',
    method: 'POST',
    path: '/tenants',
    aliases: ['/tenants/create'],
    scope: 'platform',
    summary: 'Create an organisation and set it up; the contact becomes its owner',
    input: NewTenant,
    output: Tenant,
    status: 201,
    problems: [
      slugTaken,
      siloUnavailable,
      tooManyTenants,
      unknownPlan,
      unknownFeature,
      unknownSetting,
      domainClaimed,
      tooManyDomains,
      memberExists,
      unknownRole,
    ],
    message: 'Organisation created',
    run: (ctx, input) => createTenant(ctx, input),
  }),
  route({
    name: 'tenants.list',
    method: 'GET',
    path: '/tenants',
    scope: 'platform',
    summary: 'All organisations: plan, cell, what is used of their limits, how they are, when they were last there',
    input: tenantList.input,
    output: TenantLine,
    list: true,
    message: 'Organisations',
    run: (ctx, input) => tenantList.run(ctx, input) as never,
  }),
  route({
    name: 'tenants.get',
    method: 'GET',
    path: '/tenants/{tenant}',
    scope: 'control',
    permission: 'tenants.read',
    summary: 'One organisation',
    input: none,
    output: Tenant,
    problems: [tenantRecord.notFound],
    message: 'Organisation',
    run: (ctx) => getTenant(ctx),
  }),
  change('PUT', 'tenants.replace'),
  change('PATCH', 'tenants.update'),
  route({
    name: 'tenants.delete',
    method: 'DELETE',
    path: '/tenants/{tenant}',
    scope: 'control',
    permission: PLATFORM,
    summary: 'Archive; records stay until they are erased',
    input: Type.Object({ reason }, { additionalProperties: false }),
    output: Tenant,
    problems: [wrongState, tenantRecord.notFound, tooManyTenants],
    message: 'Organisation archived',
    run: (ctx, input) => moveTenant(ctx, 'archive', input.reason),
  }),
  move('suspend', 'Close for a while'),
  move('resume', 'Open again'),
  move('archive', 'Close for good'),
  move('restore', 'Open an archived organisation'),
  route({
    name: 'tenants.provisioning',
    method: 'GET',
    path: '/tenants/{tenant}/provision',
    scope: 'control',
    permission: PLATFORM,
    summary: 'How far the setting-up has come: each step, when it was done, why it failed',
    input: none,
    output: Provisioning,
    problems: [tenantRecord.notFound],
    message: 'Setting-up',
    run: (ctx) => getProvisioning(ctx),
  }),
  route({
    name: 'tenants.provision',
    method: 'POST',
    path: '/tenants/{tenant}/provision',
    scope: 'control',
    permission: PLATFORM,
    summary: 'Take up a setting-up that stopped',
    input: none,
    output: Provisioning,
    problems: [notProvisionable, tenantRecord.notFound],
    message: 'Set up',
    run: (ctx) => resumeProvisioning(ctx),
  }),
];
