/** The endpoints of recurring invoices. */
import { route } from '@tenantry/kernel/http/route.ts';
import { Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { masterRoutes } from '../masters/masters.routes.ts';
import { customers } from '../parties/parties.service.ts';
import { Recurrence, RecurrenceFields } from './recurrences.schema.ts';
import { recurrences, runRecurrence } from './recurrences.service.ts';

export const recurrenceRoutes = [
  ...masterRoutes(recurrences, Recurrence, RecurrenceFields),
  route({
    scope: 'tenant',
    name: 'recurrences.run',
    method: 'POST',
    path: '/recurrences/{recurrence}/run',
    permission: 'recurrences.write',
    summary: 'Makes what is due of it now; each occurrence once. It happens by itself each morning too.',
    input: Type.Object({ recurrence: Ref('recurrences') }, { additionalProperties: false }),
    output: Recurrence,
    message: 'What was due is made',
    problems: [recurrences.record.notFound, customers.record.notFound],
    unaudited: 'nothing may be due; each invoice is audited',
    run: async (ctx, { recurrence }) => (await runRecurrence(ctx, recurrence)) as never,
  }),
];
