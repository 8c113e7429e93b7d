/** The isolation audit as operators ask for it. */
import Type from 'typebox';
import { type AnyRoute, route } from '../http/route.ts';
import { Instant } from '../schema/fields.ts';
import { auditCatalogue, rules } from './catalogue.ts';

export const isolationRoutes = [
  route({
    name: 'system.isolation',
    method: 'GET',
    path: '/system/isolation',
    scope: 'platform',
    summary: 'Prove from the live catalogue that every table is keyed, forced and bound to its tenant.',
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({
      status: Type.Unsafe<'isolated' | 'at_risk'>({ type: 'string', enum: ['isolated', 'at_risk'] }),
      tables: Type.Integer(),
      findings: Type.Array(
        Type.Object({ rule: Type.String(), object: Type.String(), detail: Type.String(), fix: Type.String() }),
      ),
      rules: Type.Array(Type.Object({ name: Type.String(), fix: Type.String(), findings: Type.Integer() }), {
        description: 'Every rule that was looked at.',
      }),
      checked_at: Instant(),
    }),
    message: 'Isolation audit',
    async run(ctx) {
      const { tables, findings } = await auditCatalogue(ctx.kernel.control.pool);
      const status = findings.length === 0 ? ('isolated' as const) : ('at_risk' as const);
      const looked = rules.map(({ name, fix }) => ({
        name,
        fix,
        findings: findings.filter(({ rule }) => rule === name).length,
      }));
      return { status, tables, findings, rules: looked, checked_at: ctx.now.toISOString() };
    },
  }),
] as const satisfies readonly AnyRoute[];
