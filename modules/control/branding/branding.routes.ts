/** Endpoints of branding. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import Type from 'typebox';
import { Branding, BrandingChanges, BrandingStatus, Template } from './branding.schema.ts';
import { changeBranding, getBranding, getBrandingStatus } from './branding.service.ts';
import { templates } from './templates.ts';

const none = Type.Object({}, { additionalProperties: false });

export const brandingRoutes: AnyRoute[] = [
  route({
    name: 'branding.get',
    method: 'GET',
    path: '/tenants/{tenant}/branding',
    aliases: ['/branding'],
    scope: 'control',
    // Everybody sees the colours and the name of the organisation that he works in.
    permission: null,
    summary: 'Colours, logo and name that hold',
    input: none,
    output: Branding,
    message: 'Branding',
    run: (ctx) => getBranding(ctx),
  }),
  route({
    name: 'branding.update',
    method: 'PUT',
    path: '/tenants/{tenant}/branding',
    aliases: ['/branding'],
    scope: 'control',
    permission: 'branding.write',
    feature: 'branding',
    summary: 'Change what is given; null goes back to the default',
    input: BrandingChanges,
    output: Branding,
    message: 'Branding updated',
    run: (ctx, input) => changeBranding(ctx, input),
  }),
  route({
    name: 'branding.templates',
    method: 'GET',
    path: '/branding/templates',
    scope: 'account',
    summary: 'Templates to begin with',
    input: none,
    output: Type.Array(Template),
    message: 'Templates',
    run: async () => [...templates],
  }),
  route({
    name: 'branding.status',
    method: 'GET',
    path: '/branding/status',
    scope: 'account',
    summary: 'How many organisations have set their branding',
    input: none,
    output: BrandingStatus,
    message: 'Branding is available',
    run: (ctx) => getBrandingStatus(ctx),
  }),
];
