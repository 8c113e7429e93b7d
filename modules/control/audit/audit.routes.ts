/** Reading a tenant's audit trail: who changed what, when, from where. */
import { defineRecord } from '@tenantry/kernel/db/records.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { AuditEntry } from './audit.schema.ts';

const auditList = defineList({
  record: defineRecord({ noun: 'audit', table: 'audit_entries', schema: AuditEntry, json: ['before', 'after'] }),
  filters: {
    action: 'text',
    subject: 'text',
    subject_id: 'text',
    actor: 'text',
    actor_id: 'id',
    at: 'instant',
  },
  sorts: { at: 'at' },
  default_sort: '-at',
  search: true,
  beginnings: ['action', 'subject', 'subject_id'],
});

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
    message: 'Audit trail',
    run: (ctx, input) => auditList.run(ctx, input) as never,
  }),
];
