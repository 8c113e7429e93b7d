/** Plans: what an organisation may use of the installation. */
import Type, { type Static } from 'typebox';

const Limit = (description: string) =>
  Type.Unsafe<number | null>({ type: ['integer', 'null'], description: `${description} Null is no limit.` });

/** The limits that plans set and subscriptions may change. */
export const limits = {
  max_users: Limit('People.'),
  max_products: Limit('Products.'),
  max_transactions_per_month: Limit('Documents a month.'),
  max_storage: Limit('Bytes.'),
  max_requests_per_day: Limit('API requests.'),
};
export type LimitName = keyof typeof limits;
export const LIMITS = Object.keys(limits) as LimitName[];

export const Plan = Type.Object({
  plan: Type.String(),
  title: Type.String(),
  ...limits,
  password_min_length: Type.Integer(),
  session_timeout: Type.Integer({ description: 'Seconds.' }),
  requests_per_second: Limit('On average, ten times as many at once after a rest. The installation may allow less.'),
  weight: Type.Integer({ description: 'Its part of the work of a moment, against that of others.' }),
  features: Type.Array(Type.String()),
});
export type Plan = Static<typeof Plan>;
