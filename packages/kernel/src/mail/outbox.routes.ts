/** The outbox as operators see it. */
import Type from 'typebox';
import { defineRecord } from '../db/records.ts';
import { defineList } from '../http/list.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { Id, Instant, Line, Nullable, OneOf, Text } from '../schema/fields.ts';

const STATUSES = ['waiting', 'kept', 'sent', 'failed'] as const;

const OutboxMail = Type.Object({
  id: Id(),
  for_tenant_id: Nullable(Id()),
  to: Line(254),
  subject: Line(200),
  text: Text(20_000),
  status: OneOf(STATUSES),
  attempts: Type.Integer(),
  failure: Nullable(Line(500)),
  created_at: Instant(),
  sent_at: Nullable(Instant()),
});

const outboxRecord = defineRecord({
  noun: 'mail-outbox',
  table: 'mail_outbox',
  schema: Type.Object({
    id: Id(),
    for_tenant_id: Nullable(Id()),
    recipient: Line(254),
    subject: Line(200),
    body: Text(20_000),
    status: OneOf(STATUSES),
    attempts: Type.Integer(),
    failure: Nullable(Line(500)),
    created_at: Instant(),
    sent_at: Nullable(Instant()),
  }),
});

const outboxList = defineList({
  record: outboxRecord,
  filters: { status: { kind: 'text', column: 'status', one_of: STATUSES }, recipient: 'text', created_at: 'instant' },
  sorts: { created_at: 'created_at' },
  default_sort: '-created_at',
  complete: (_ctx, rows) => rows.map(({ recipient, body, ...rest }) => ({ ...rest, to: recipient, text: body })),
});

export const outboxRoutes = [
  route({
    name: 'mail-outbox.list',
    method: 'GET',
    path: '/mail-outbox',
    scope: 'platform',
    summary: 'Mails that were sent, wait, or are kept because no mail server is configured.',
    input: outboxList.input,
    output: OutboxMail,
    list: true,
    // A mail that was kept may hold a link that signs somebody in.
    audit_reads: true,
    message: 'Outbox',
    run: outboxList.run as never,
  }),
] as const satisfies readonly AnyRoute[];
