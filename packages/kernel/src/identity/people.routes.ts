/** Accounts as platform operators see them: look one up, close it, open it again. */
import Type from 'typebox';
import { defineRecord } from '../db/records.ts';
import { defineList } from '../http/list.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { Email, Id, Instant, Line, Nullable } from '../schema/fields.ts';
import { accountNotFound, closeAccount, openAccount, ownAccount } from './people.service.ts';

const strict = { additionalProperties: false };

const AccountRecord = Type.Object({
  id: Id(),
  email: Email(),
  name: Line(120),
  is_operator: Type.Boolean(),
  email_verified_at: Nullable(Instant()),
  disabled_at: Nullable(Instant()),
  created_at: Instant(),
  updated_at: Instant(),
  version: Type.Integer(),
});

const accountList = defineList({
  record: defineRecord({ noun: 'people', table: 'users', schema: AccountRecord }),
  filters: { email: { kind: 'text', column: 'email_key' }, created_at: 'instant' },
  sorts: { created_at: 'created_at', email: 'email_key' },
  default_sort: '-created_at',
});

const one = Type.Object({ account: Line(254, { minLength: 1, description: 'Id or address.' }) }, strict);

export const accountRoutes = [
  route({
    name: 'people.list',
    method: 'GET',
    path: '/people',
    scope: 'platform',
    summary: 'Accounts of people, whatever organisations they belong to.',
    input: accountList.input,
    output: AccountRecord,
    list: true,
    audit_reads: true,
    message: 'Accounts',
    run: accountList.run as never,
  }),
  route({
    name: 'people.close',
    method: 'POST',
    path: '/people/{account}/close',
    scope: 'platform',
    summary: 'Close an account: its sessions end at once and nobody signs in to it.',
    input: one,
    output: AccountRecord,
    message: 'The account is closed',
    problems: [accountNotFound, ownAccount],
    run: closeAccount,
  }),
  route({
    name: 'people.open',
    method: 'POST',
    path: '/people/{account}/open',
    scope: 'platform',
    summary: 'Open a closed account again.',
    input: one,
    output: AccountRecord,
    message: 'The account is open',
    problems: [accountNotFound],
    run: openAccount,
  }),
] as const satisfies readonly AnyRoute[];
