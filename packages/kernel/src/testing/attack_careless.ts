/** Routes with a hole each, for the proof that the attack would find it; no product has them. */
import Type from 'typebox';
import { type AnyRoute, route } from '../http/route.ts';
import { defineProblem, problem } from '../problems/problem.ts';
import { Id } from '../schema/fields.ts';
import type { World } from './world.ts';

const strict = { additionalProperties: false };
const gone = defineProblem('careless.gone', 404, 'There is no such note.');
const Found = Type.Object({ id: Type.String() });

const common = {
  scope: 'tenant',
  permission: 'notes.read',
  summary: 'Careless.',
  message: 'Found',
  output: Found,
} as const;
const looking = { ...common, problems: [gone], unaudited: 'it only looks' } as const;
const answers = new Map<string, { id: string }>();

/** Each with a hole of another kind; `admin` is whom no policy holds. */
export function carelessRoutes(admin: () => World['admin']) {
  /** Asks in nobody's name, the way no route of ours can. */
  const anyNote = async (id: string): Promise<{ id: string }> => {
    const { rows } = await admin().query('select id from notes where id::text = $1', [id]);
    if (rows.length === 0) throw problem(gone);
    return rows[0];
  };
  return {
    path: route({
      ...looking,
      name: 'careless.path',
      method: 'GET',
      path: '/careless/{note}',
      input: Type.Object({ note: Type.String() }, strict),
      run: (_ctx, input) => anyNote(input.note),
    }),
    body: route({
      ...looking,
      name: 'careless.body',
      method: 'POST',
      path: '/careless/body',
      input: Type.Object({ about: Type.Array(Type.Object({ note_id: Id() }, strict)) }, strict),
      run: (_ctx, input) => anyNote(input.about[0]?.note_id ?? ''),
    }),
    /** Finds nothing of another's, and says so in words of its own. */
    oracle: route({
      ...looking,
      name: 'careless.oracle',
      method: 'POST',
      path: '/careless/oracle',
      input: Type.Object({ note_id: Id() }, strict),
      async run(ctx, input) {
        const [own] = await ctx.sql<{ id: string }>('select id from notes where tenant_id = $1 and id = $2', [
          input.note_id,
        ]);
        if (own) return own;
        await anyNote(input.note_id);
        throw problem(gone, { detail: 'It is not yours.' });
      },
    }),
    blind: route({
      ...looking,
      name: 'careless.blind',
      method: 'POST',
      path: '/careless/blind',
      input: Type.Object({ note_id: Id() }, strict),
      run: async () => ({ id: 'whatever' }),
    }),
    filter: route({
      ...looking,
      name: 'careless.filter',
      method: 'GET',
      path: '/careless/filter',
      input: Type.Object({ note_id: Type.Optional(Id()) }, strict),
      run: (_ctx, input) => anyNote(input.note_id ?? ''),
    }),
    cursor: route({
      ...common,
      name: 'careless.cursor',
      method: 'GET',
      path: '/careless/cursor',
      input: Type.Object({ limit: Type.Optional(Type.Integer()), cursor: Type.Optional(Type.String()) }, strict),
      list: true,
      async run(ctx, input) {
        const [row] = await ctx.sql<{ id: string }>('select id from notes where tenant_id = $1 order by id limit 1');
        const id = row?.id as string;
        return { rows: [{ id: input.cursor ?? id }], next_cursor: id, limit: 1 };
      },
    }),
    /** Tells of an organisation that is not the caller's. */
    account: route({
      name: 'careless.account',
      scope: 'account',
      summary: 'Careless.',
      message: 'Found',
      output: Found,
      problems: [gone],
      unaudited: 'it only looks',
      method: 'POST',
      path: '/careless/account',
      input: Type.Object({ tenant: Type.String() }, strict),
      async run(_ctx, input) {
        const { rows } = await admin().query('select id from tenants where slug = $1', [input.tenant]);
        if (rows.length === 0) throw problem(gone);
        return rows[0];
      },
    }),
    tenant: route({
      ...looking,
      name: 'careless.tenant',
      method: 'POST',
      path: '/careless/tenant',
      input: Type.Object({}, { additionalProperties: Type.String() }),
      run: async () => ({ id: 'taken' }),
    }),
    /** Remembers answers by the key alone. */
    keys: route({
      ...looking,
      name: 'careless.keys',
      method: 'POST',
      path: '/careless/keys',
      input: Type.Object({}, strict),
      unrepeatable: 'it believes that it can do so better',
      run: async (ctx) => ({ id: ctx.newId() }),
      reply(request, _reply, data) {
        const key = String(request.headers['idempotency-key']);
        answers.set(key, answers.get(key) ?? data);
        return answers.get(key) as { id: string };
      },
    }),
    unknown: route({
      ...looking,
      name: 'careless.unknown',
      method: 'POST',
      path: '/careless/{planet}',
      input: Type.Object({ planet: Type.String(), moon_id: Type.Optional(Id()) }, strict),
      run: (_ctx, input) => anyNote(input.planet),
    }),
  } satisfies Record<string, AnyRoute>;
}
