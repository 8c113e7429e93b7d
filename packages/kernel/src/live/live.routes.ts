/** The endpoint that gives out tickets; the live connections themselves are opened in server.ts. */
import Type from 'typebox';
import { type AnyRoute, route } from '../http/route.ts';
import { createTicket } from './tickets.service.ts';

export const liveRoutes: AnyRoute[] = [
  route({
    name: 'live.create_ticket',
    method: 'POST',
    path: '/live/tickets',
    scope: 'account',
    summary: 'A ticket that opens one live connection: wss://…/api/live?ticket=…, within seconds and once',
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({ ticket: Type.String(), expires_in: Type.Integer({ description: 'Seconds.' }) }),
    status: 201,
    message: 'Ticket',
    unaudited: 'a ticket opens what its owner may open anyway',
    unrepeatable: 'a ticket holds once',
    run: (ctx) => createTicket(ctx),
  }),
];
