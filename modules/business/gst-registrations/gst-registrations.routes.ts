/** The endpoints of registrations. */
import { route } from '@tenantry/kernel/http/route.ts';
import Type from 'typebox';
import { Registration, RegistrationFields } from './gst-registrations.schema.ts';
import { listRegistrations, notRegistered, setRegistration } from './gst-registrations.service.ts';

export const gstRegistrationRoutes = [
  route({
    name: 'gst-registrations.list',
    method: 'GET',
    path: '/gst-registrations',
    scope: 'tenant',
    permission: 'gst-registrations.read',
    summary: 'The GSTINs of the organisation and its branches, and how each files today.',
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Array(Registration),
    message: 'Registrations',
    problems: [notRegistered],
    run: (ctx) => listRegistrations(ctx),
  }),
  route({
    name: 'gst-registrations.set',
    method: 'POST',
    path: '/gst-registrations',
    scope: 'tenant',
    permission: 'gst-registrations.write',
    summary: 'Says how one of them files, from a quarter on.',
    input: RegistrationFields,
    output: Registration,
    status: 201,
    message: 'Registration changed',
    problems: [notRegistered],
    run: (ctx, input) => setRegistration(ctx, input),
  }),
] as const;
