/** The endpoint of e-commerce operators. */
import { route } from '@tenantry/kernel/http/route.ts';
import Type from 'typebox';
import { EcommerceOperator } from './ecommerce-operators.schema.ts';
import { listEcommerceOperators } from './ecommerce-operators.service.ts';

export const ecommerceOperatorRoutes = [
  route({
    scope: 'tenant',
    name: 'ecommerce-operators.list',
    method: 'GET',
    path: '/ecommerce-operators',
    permission: 'customers.read',
    summary: 'E-commerce operators that sales went through lately, and those on record among the parties.',
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Array(EcommerceOperator),
    message: 'E-commerce operators',
    run: (ctx) => listEcommerceOperators(ctx),
  }),
] as const;
