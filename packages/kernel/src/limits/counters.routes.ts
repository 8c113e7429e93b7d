/** The counters of limits as operators prove and mend them: each is compared with what is there. */
import Type, { type Static } from 'typebox';
import { type AnyRoute, route } from '../http/route.ts';
import { Id, Nullable, OneOf } from '../schema/fields.ts';
import type { Context } from '../tenancy/context.ts';
import { LIMIT_NAMES } from './limit.ts';
import { type Deviation, reconcileUsage } from './reconcile.ts';

const Page = Type.Object(
  {
    after: Type.Optional(Id({ description: 'The organisation that the last call ended with.' })),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 500, description: 'Organisations to look at; 100 when left out.' }),
    ),
  },
  { additionalProperties: false },
);
type Page = Static<typeof Page>;

const Compared = Type.Object({
  tenants: Type.Integer({ description: 'Organisations that were looked at.' }),
  findings: Type.Array(
    Type.Object({
      tenant: Type.String(),
      limit: OneOf(LIMIT_NAMES),
      counter: Type.Integer({ description: 'What the counter said.' }),
      counted: Type.Integer({ description: 'What is there.' }),
    }),
  ),
  next: Nullable(Id({ description: 'Give it as `after` to go on; null when all were looked at.' })),
});

async function compare(
  ctx: Context,
  { after, limit = 100 }: Page,
  isMended: boolean,
): Promise<Static<typeof Compared>> {
  const rows = await ctx.sql<{ id: string }>(
    "select id from tenants where id > $1 and status in ('active', 'suspended') order by id limit $2",
    [after ?? '00000000-0000-0000-0000-000000000000', limit],
  );
  const findings: Deviation[] = [];
  const mend = { actor: ctx.actor, request_id: ctx.request.id, address: ctx.request.address };
  for (const { id } of rows) {
    const tenant = await ctx.kernel.directory.find(id);
    if (tenant) findings.push(...(await reconcileUsage(ctx.kernel, tenant, isMended ? { mend } : {})));
  }
  return { tenants: rows.length, findings, next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null };
}

export const counterRoutes = [
  route({
    name: 'system.counters',
    method: 'GET',
    path: '/system/counters',
    scope: 'platform',
    summary: 'Compare the counters of limits with what is there, some organisations at a time.',
    input: Page,
    output: Compared,
    message: 'Counters compared',
    run: (ctx, input) => compare(ctx, input, false),
  }),
  route({
    name: 'system.counters_mend',
    method: 'POST',
    path: '/system/counters/mend',
    scope: 'platform',
    summary: 'The same, and put right what differs; the trail of each organisation tells of it.',
    input: Page,
    output: Compared,
    message: 'Counters mended',
    async run(ctx, input) {
      const compared = await compare(ctx, input, true);
      ctx.audit({
        action: 'counters.mend',
        subject: 'counters',
        subject_id: null,
        after: { tenants: compared.tenants, mended: compared.findings.length },
      });
      return compared;
    },
  }),
] as const satisfies readonly AnyRoute[];
