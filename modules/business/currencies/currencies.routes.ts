/** The endpoint of currencies. */
import { route } from '@tenantry/kernel/http/route.ts';
import Type from 'typebox';
import { Currency } from './currencies.schema.ts';
import { listCurrencies } from './currencies.service.ts';

export const currencyRoutes = [
  route({
    scope: 'tenant',
    name: 'currencies.list',
    method: 'GET',
    path: '/currencies',
    permission: 'currencies.read',
    summary: 'Currencies that documents may be written in, with the rate that was used last.',
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Array(Currency),
    message: 'Currencies',
    run: (ctx) => listCurrencies(ctx),
  }),
] as const;
