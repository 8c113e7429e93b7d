/** The endpoints of closing the books. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import { route } from '@tenantry/kernel/http/route.ts';
import { Line, Nullable, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { PeriodLock } from './period-locks.schema.ts';
import { closeBooks, openBooks, periodLockList } from './period-locks.service.ts';

const strict = { additionalProperties: false };
const reason = Line(300, { minLength: 1 });

export const periodLockRoutes = [
  route({
    name: 'period-locks.list',
    method: 'GET',
    path: '/period-locks',
    scope: 'tenant',
    permission: 'period-locks.read',
    summary: 'When the books were closed and opened; the first row holds.',
    input: periodLockList.input,
    output: PeriodLock,
    list: true,
    message: 'closings',
    run: async (ctx, input) => (await periodLockList.run(ctx, input as Row)) as never,
  }),
  route({
    name: 'period-locks.create',
    method: 'POST',
    path: '/period-locks',
    scope: 'tenant',
    permission: 'period-locks.write',
    summary: 'Closes the books up to a day: nothing is posted there any more, by nobody.',
    input: Type.Object({ locked_until: PlainDate(), reason }, strict),
    output: PeriodLock,
    status: 201,
    message: 'Books closed',
    run: (ctx, input) => closeBooks(ctx, input),
  }),
  route({
    name: 'period-locks.open',
    method: 'POST',
    path: '/period-locks/open',
    scope: 'tenant',
    permission: 'period-locks.open',
    summary: 'Opens the books again, from the day after the one that is given, or all of them.',
    input: Type.Object({ locked_until: Nullable(PlainDate()), reason }, strict),
    output: PeriodLock,
    status: 201,
    message: 'Books opened',
    run: (ctx, input) => openBooks(ctx, input),
  }),
] as const;
