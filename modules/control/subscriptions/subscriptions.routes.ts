/** Endpoints of subscriptions: the organisation reads its own, the platform sets it. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { unknownPlan } from '../plans/plans.service.ts';
import { PLATFORM } from '../tenants/operators.ts';
import { PlanMove, Subscription, SubscriptionAt, SubscriptionChanges } from './subscriptions.schema.ts';
import { changeSubscription, getSubscription, movePlan, usageExceeds } from './subscriptions.service.ts';

export const subscriptionRoutes: AnyRoute[] = [
  route({
    name: 'subscription.get',
    method: 'GET',
    path: '/tenants/{tenant}/subscription',
    aliases: ['/subscription'],
    scope: 'control',
    permission: 'subscription.read',
    summary: 'Plan, state, limits that hold, what is used of them, and which rule decided',
    input: SubscriptionAt,
    output: Subscription,
    message: 'Subscription',
    run: (ctx, { at }) => getSubscription(ctx, at),
  }),
  route({
    name: 'subscription.update',
    method: 'PUT',
    path: '/tenants/{tenant}/subscription',
    scope: 'control',
    permission: PLATFORM,
    summary: 'Set plan, state and limits; refused when present use does not fit',
    input: SubscriptionChanges,
    output: Subscription,
    problems: [unknownPlan, usageExceeds],
    message: 'Subscription updated',
    run: (ctx, input) => changeSubscription(ctx, input),
  }),
  route({
    name: 'subscription.move_plan',
    method: 'POST',
    path: '/tenants/{tenant}/migrate',
    scope: 'control',
    permission: PLATFORM,
    summary: 'Move to another plan; every record is kept',
    input: PlanMove,
    output: Subscription,
    problems: [unknownPlan, usageExceeds],
    message: 'Plan changed',
    run: (ctx, input) => movePlan(ctx, input),
  }),
];
