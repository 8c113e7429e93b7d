/** The shares as operators see them. */
import Type from 'typebox';
import { type AnyRoute, route } from '../http/route.ts';
import { OneOf } from '../schema/fields.ts';

const PartyFigures = Type.Object({
  kind: OneOf(['tenant', 'user', 'address']),
  id: Type.String(),
  name: Type.String({ description: 'Slug of the organisation, else the id.' }),
  share: Type.Number({ description: 'Part of all requests or of all used time, whichever is more; 0 to 1.' }),
  running: Type.Integer(),
  queued: Type.Integer(),
  requests: Type.Integer(),
  refused: Type.Integer({ description: 'Answered 429 or 503.' }),
  waits: Type.Integer({ description: 'Had to wait for their turn.' }),
  mean_wait_ms: Type.Number(),
});

export const sharesRoutes = [
  route({
    name: 'system.shares',
    method: 'GET',
    path: '/system/shares',
    scope: 'platform',
    summary: 'Who takes how much of this instance in the last seconds, and who takes too much',
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({
      seats: Type.Integer({ description: 'Requests that can be worked on at once.' }),
      running: Type.Integer(),
      queued: Type.Integer(),
      window_seconds: Type.Integer(),
      parties: Type.Array(PartyFigures, { description: 'The twenty with the greatest share.' }),
      offenders: Type.Array(PartyFigures),
    }),
    message: 'Shares',
    run: async ({ kernel }) => kernel.shares.figures(),
  }),
] as const satisfies readonly AnyRoute[];
