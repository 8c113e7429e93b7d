/** The newcomer's way in. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { Line, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { tooManyTenants } from '../tenants/create.ts';
import { slugTaken } from '../tenants/slugs.ts';
import { ORGANIZATION_TYPES, profile, Tenant } from '../tenants/tenants.schema.ts';
import { addressUnverified, createOwnTenant } from './onboarding.service.ts';

export const onboardingRoutes: AnyRoute[] = [
  route({
    name: 'onboarding.create',
    method: 'POST',
    path: '/onboarding',
    scope: 'account',
    summary: 'Create an organisation of one’s own',
    input: Type.Object(
      {
        name: Line(120, { minLength: 1 }),
        slug: Type.Optional(Line(100, { description: 'Suggested from the name when left out.' })),
        organization_type: OneOf(ORGANIZATION_TYPES),
        ...profile,
      },
      { additionalProperties: false },
    ),
    output: Tenant,
    status: 201,
    problems: [addressUnverified, slugTaken, tooManyTenants],
    message: 'Your organisation is ready',
    run: (ctx, input) => createOwnTenant(ctx, input),
  }),
];
