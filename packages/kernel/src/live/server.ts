/** Live connections on the server: `/api/live` for members of an organisation, `/api/live/system` for operators. */
import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { type Admission, admit as admitRequest } from '../http/admit.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { defineProblem, problem } from '../problems/problem.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { admitReader } from './handshake.ts';
import { createHub, type Hub } from './hub.ts';
import { LIVE_LIMITS } from './limits.ts';
import { topicsOf } from './topics.ts';

declare module 'fastify' {
  interface FastifyInstance {
    live: Hub;
  }
}

const upgradeRequired = defineProblem('live.upgrade_required', 426, 'Open a WebSocket here.');

/** What is admitted to each address; a handshake is no call, so `run` is never reached. */
function handshakeOf(name: string, scope: AnyRoute['scope']): AnyRoute {
  const none = Type.Object({});
  return route({
    name,
    method: 'GET',
    path: '/live',
    scope,
    permission: null,
    summary: 'Opens a live connection',
    input: none,
    output: none,
    message: 'Open',
    problems: [upgradeRequired],
    run: async () => {
      throw problem(upgradeRequired);
    },
  });
}

const MEMBERS = handshakeOf('live.open', 'tenant');
const OPERATORS = handshakeOf('live.open_system', 'platform');

const ADDRESSES: readonly [string, AnyRoute][] = [
  ['/api/live', MEMBERS],
  ['/api/tenants/:tenant/live', MEMBERS],
  ['/api/live/system', OPERATORS],
];

/** Puts them on the server, before any other route. They end when the server begins to close. */
export async function serveLive(
  app: FastifyInstance,
  {
    kernel,
    routes,
    admit = admitRequest,
  }: { kernel: Kernel; routes: readonly AnyRoute[]; admit?: typeof admitRequest },
): Promise<void> {
  const hub = createHub(kernel, topicsOf(routes));
  app.decorate('live', hub);
  const maxPayload = kernel.config.live?.message_bytes ?? LIVE_LIMITS.message_bytes;
  await app.register(websocket, {
    options: { maxPayload, perMessageDeflate: false },
    errorHandler: (error, socket, request) => {
      request.log.info({ reason: error.message }, 'a live connection broke');
      socket.terminate();
    },
    preClose: (done) => {
      hub.close();
      app.websocketServer.close();
      done();
    },
  });
  for (const [url, handshake] of ADDRESSES) {
    app.route({
      method: 'GET',
      url,
      config: { route: handshake },
      onRequest: (request) => admitReader(kernel, admit, handshake, request),
      handler: async () => {
        throw problem(upgradeRequired, { headers: { upgrade: 'websocket' } });
      },
      wsHandler: (socket, request) => {
        request.log.info({ tenant: request.admission?.tenant?.slug, address: request.ip }, 'a live connection opened');
        hub.open(socket, request.admission as Admission);
      },
    });
  }
}
