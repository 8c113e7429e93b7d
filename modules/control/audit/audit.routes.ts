/** Reading and verifying the audit trails: who changed what, when, from where, and whether somebody was at the trail itself. */
import { verifyTrail } from '@tenantry/kernel/audit/verify.ts';
import { defineRecord } from '@tenantry/kernel/db/records.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import Type from 'typebox';
import { AuditEntry, Verification } from './audit.schema.ts';

const strict = { additionalProperties: false };

/** The list of one plane's trail; the view adds to each entry its place in the chain. */
const listOf = (table: string) =>
  defineList({
    record: defineRecord({ noun: 'audit', table, schema: AuditEntry, json: ['before', 'after'] }),
    filters: {
      action: 'text',
      subject: 'text',
      subject_id: 'text',
      actor: 'text',
      actor_id: 'id',
      address: 'text',
      request_id: 'text',
      at: 'instant',
      seq: 'integer',
    },
    sorts: { at: 'at' },
    default_sort: '-at',
    search: true,
    beginnings: ['action', 'subject', 'subject_id'],
  });

export const auditList = listOf('audit_trail');
const platformList = listOf('control_audit_trail');

async function verify(ctx: Context) {
  const verdict = await verifyTrail(ctx, ctx.kernel.sealer.anchors);
  if (verdict.broken)
    ctx.log.error({ trail: ctx.binding.tenant_id, broken: verdict.broken }, 'an audit trail does not hold');
  return { ...verdict, verified_at: new Date().toISOString() };
}

export const auditRoutes: AnyRoute[] = [
  route({
    name: 'audit.list',
    method: 'GET',
    path: '/tenants/{tenant}/audit',
    aliases: ['/audit'],
    scope: 'control',
    permission: 'audit.read',
    summary:
      'Every change of the organisation’s records, the newest first; q searches action, subject and id; format=csv for all that match',
    input: auditList.input,
    output: AuditEntry,
    list: true,
    audit_reads: 'operators',
    message: 'Audit trail',
    run: (ctx, input) => auditList.run(ctx, input) as never,
  }),
  route({
    name: 'audit.verify',
    method: 'GET',
    path: '/tenants/{tenant}/audit/verify',
    aliases: ['/audit/verify'],
    scope: 'control',
    permission: 'audit.verify',
    summary: 'Recompute the chain of the audit trail and name the first link that does not hold.',
    input: Type.Object({}, strict),
    output: Verification,
    message: 'Audit trail verified',
    run: verify,
  }),
  route({
    name: 'platform_audit.list',
    method: 'GET',
    path: '/system/audit',
    scope: 'platform',
    summary: 'What operators did that belongs to no one organisation, the newest first.',
    input: platformList.input,
    output: AuditEntry,
    list: true,
    message: 'Audit trail of the platform',
    run: (ctx, input) => platformList.run(ctx, input) as never,
  }),
  route({
    name: 'platform_audit.verify',
    method: 'GET',
    path: '/system/audit/verify',
    scope: 'platform',
    summary: 'Recompute the chain of the platform’s own trail and name the first link that does not hold.',
    input: Type.Object({}, strict),
    output: Verification,
    message: 'Audit trail verified',
    run: verify,
  }),
];
