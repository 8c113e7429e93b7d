/** Endpoints of features. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { featureOff, unknownFeature } from '@tenantry/kernel/tenancy/features.ts';
import Type from 'typebox';
import { FeatureChanges, FeatureDetail, FeatureMap, FeaturesAt } from './features.schema.ts';
import { getFeatures, listFeatures, switchFeatures } from './features.service.ts';

export const featureRoutes: AnyRoute[] = [
  route({
    name: 'features.get',
    method: 'GET',
    path: '/tenants/{tenant}/features',
    aliases: ['/features'],
    scope: 'control',
    // Every member's screens depend on it.
    permission: null,
    summary: 'Which features are on',
    input: FeaturesAt,
    output: FeatureMap,
    message: 'Features',
    run: (ctx, input) => getFeatures(ctx, input),
  }),
  route({
    name: 'features.details',
    method: 'GET',
    path: '/tenants/{tenant}/features/details',
    aliases: ['/features/details'],
    scope: 'control',
    permission: 'features.read',
    summary: 'Every feature, and why it is on or off',
    input: FeaturesAt,
    output: Type.Array(FeatureDetail),
    message: 'Features',
    run: (ctx, input) => listFeatures(ctx, input),
  }),
  route({
    name: 'features.update',
    method: 'PUT',
    path: '/tenants/{tenant}/features',
    aliases: ['/features'],
    scope: 'control',
    permission: 'features.write',
    summary: 'Switch features; within type and plan for the organisation itself',
    input: FeatureChanges,
    output: FeatureMap,
    problems: [featureOff, unknownFeature],
    message: 'Features updated',
    run: (ctx, input) => switchFeatures(ctx, input as Record<string, boolean | null>),
  }),
];
