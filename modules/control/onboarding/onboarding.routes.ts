/** The newcomer's way in. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { Line, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { Color } from '../branding/branding.schema.ts';
import { tooManyTenants } from '../tenants/create.ts';
import { slugTaken } from '../tenants/slugs.ts';
import { ORGANIZATION_TYPES, profile, Tenant } from '../tenants/tenants.schema.ts';
import { addressUnverified, createOwnTenant, suggestSlug } from './onboarding.service.ts';

export const onboardingRoutes: AnyRoute[] = [
  route({
    name: 'onboarding.slug',
    method: 'GET',
    path: '/onboarding/slug',
    scope: 'account',
    summary: 'Whether a name in addresses is free, or the first free one that an organisation’s name suggests',
    input: Type.Object(
      { name: Type.Optional(Line(120)), slug: Type.Optional(Line(100)) },
      { additionalProperties: false },
    ),
    output: Type.Object({
      slug: Type.Unsafe<string | null>({ type: ['string', 'null'], description: 'Null: the name suggests none.' }),
      is_free: Type.Boolean(),
      fault: Type.Unsafe<'form' | 'taken' | null>({
        type: ['string', 'null'],
        enum: ['form', 'taken', null],
        description: 'Why it cannot be had.',
      }),
    }),
    message: 'Looked up',
    run: (ctx, input) => suggestSlug(ctx, input),
  }),
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
        primary_color: Type.Optional(Color),
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
