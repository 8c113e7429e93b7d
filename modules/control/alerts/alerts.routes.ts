/** Endpoints of alerts, for operators. */
import { defineRecord } from '@tenantry/kernel/db/records.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { Id } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { Alert, AlertRule, AlertRuleChanges, STATES } from './alerts.schema.ts';
import { acknowledge, alertNotFound, changeRule, listRules, ruleNotFound } from './alerts.service.ts';

const alertList = defineList({
  record: defineRecord({ noun: 'alerts', table: 'alerts', schema: Alert }),
  filters: {
    state: { kind: 'text', column: 'state', one_of: STATES },
    rule: 'text',
    for_tenant_id: 'id',
    fired_at: 'instant',
  },
  sorts: { fired_at: 'fired_at' },
  default_sort: '-fired_at',
});

export const alertRoutes: AnyRoute[] = [
  route({
    name: 'alerts.list',
    method: 'GET',
    path: '/alerts',
    scope: 'platform',
    summary: 'What fires and what fired, the newest first',
    input: alertList.input,
    output: Alert,
    list: true,
    message: 'Alerts',
    run: alertList.run as never,
  }),
  route({
    name: 'alerts.acknowledge',
    method: 'POST',
    path: '/alerts/{alert}/acknowledge',
    scope: 'platform',
    summary: 'Says that somebody looks after it',
    input: Type.Object({ alert: Id() }, { additionalProperties: false }),
    output: Alert,
    message: 'Alert acknowledged',
    problems: [alertNotFound],
    run: (ctx, { alert }) => acknowledge(ctx, alert),
  }),
  route({
    name: 'alert-rules.list',
    method: 'GET',
    path: '/alert-rules',
    scope: 'platform',
    summary: 'When alerts fire and when they are resolved',
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Array(AlertRule),
    message: 'Rules of alerts',
    run: (ctx) => listRules(ctx),
  }),
  route({
    name: 'alert-rules.update',
    method: 'PATCH',
    path: '/alert-rules/{rule}',
    scope: 'platform',
    summary: 'Change thresholds, or switch a rule off',
    input: AlertRuleChanges,
    output: AlertRule,
    message: 'Rule changed',
    problems: [ruleNotFound],
    run: (ctx, input) => changeRule(ctx, input),
  }),
];
