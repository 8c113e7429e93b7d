/** The shape of a notification. */
import Type, { type Static } from 'typebox';
import { defineRecord } from '../db/records.ts';
import { Id, Instant, Line, Nullable, OneOf } from '../schema/fields.ts';

export const KINDS = ['mention', 'job_done', 'job_failed', 'limit_near', 'limit_full', 'alert'] as const;
export type NotificationKind = (typeof KINDS)[number];

export const Notification = Type.Object({
  id: Id(),
  kind: OneOf(KINDS),
  subject: Line(60, { description: 'The noun of what it is about.' }),
  subject_id: Nullable(Line(100)),
  detail: Nullable(Line(200, { description: 'Which job, limit or rule.' })),
  title: Nullable(Line(300, { description: 'What the record is called, for who may read it now.' })),
  by_name: Nullable(Line(200, { description: 'What whoever caused it was called then.' })),
  read_at: Nullable(Instant()),
  created_at: Instant(),
});
export type Notification = Static<typeof Notification>;

export const notificationRecord = defineRecord({
  noun: 'notifications',
  table: 'notifications',
  schema: Notification,
  computed: ['title'],
});
