/** The endpoints of notifications: each person's own, so they need no permission. */
import Type, { type TSchema } from 'typebox';
import type { Row } from '../db/records.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { Id } from '../schema/fields.ts';
import { Notification, notificationRecord } from './notifications.schema.ts';
import {
  countUnread,
  listNotifications,
  notificationList,
  readAll,
  readNotification,
} from './notifications.service.ts';

const strict = { additionalProperties: false };
const none = Type.Object({}, strict);
const Unread = Type.Object({ unread: Type.Integer() });
const OWN = 'what somebody has looked at is his own business';

const { user_id, ...query } = notificationList.input.properties as Record<string, TSchema>;

export const notificationRoutes: AnyRoute[] = [
  route({
    name: 'notifications.list',
    method: 'GET',
    path: '/notifications',
    scope: 'tenant',
    permission: null,
    summary: 'What happened for me, the newest first; at most 200 of the last 90 days are kept.',
    input: Type.Object(query, strict),
    output: Notification,
    list: true,
    message: 'Your notifications',
    run: async (ctx, input) => (await listNotifications(ctx, input as Row)) as never,
  }),
  route({
    name: 'notifications.unread',
    method: 'GET',
    path: '/notifications/unread',
    scope: 'tenant',
    permission: null,
    summary: 'How many of my notifications are unread.',
    input: none,
    output: Unread,
    message: 'Unread notifications',
    run: (ctx) => countUnread(ctx),
  }),
  route({
    name: 'notifications.read_all',
    method: 'POST',
    path: '/notifications/read',
    scope: 'tenant',
    permission: null,
    summary: 'Marks all of my notifications as read.',
    input: none,
    output: Unread,
    message: 'All read',
    unaudited: OWN,
    run: (ctx) => readAll(ctx),
  }),
  route({
    name: 'notifications.read',
    method: 'POST',
    path: '/notifications/{notification}/read',
    scope: 'tenant',
    permission: null,
    summary: 'Marks one of my notifications as read.',
    input: Type.Object({ notification: Id() }, strict),
    output: Notification,
    message: 'Read',
    problems: [notificationRecord.notFound],
    unaudited: OWN,
    run: (ctx, input) => readNotification(ctx, input.notification),
  }),
];
