/** The world of this module's tests: the business core alone, in which two organisations never meet. */
import { createWorld, type World } from '@tenantry/kernel/testing/world.ts';
import { business } from '../module.ts';

export { type Office, openOffice } from '@tenantry/kernel/testing/offices.ts';

/** A world with the business core alone. */
export function businessWorld(): Promise<World> {
  return createWorld({ modules: [business] });
}
