/** Organisations and people for this module's tests: each test file gets a world in which two of them never meet. */
import { hashPassword } from '@tenantry/kernel/identity/passwords.ts';
import { newId } from '@tenantry/kernel/schema/ids.ts';
import type { Caller } from '@tenantry/kernel/testing/caller.ts';
import { createWorld, type World } from '@tenantry/kernel/testing/world.ts';
import { business } from '../module.ts';

const PASSWORD = 'a good long password for tests';

export interface Office {
  id: string;
  slug: string;
  owner: Caller;
  /** Somebody with that role, signed in. */
  hire(role: string): Promise<Caller>;
}

/** A world with the business core alone. */
export function businessWorld(): Promise<World> {
  return createWorld({ modules: [business] });
}

/** Opens an organisation in the world, with an owner. */
export async function openOffice(world: World, slug: string, type = 'business'): Promise<Office> {
  const id = newId();
  await world.admin.query(
    `insert into tenants (id, slug, name, status, organization_type, plan) values ($1, $2, $2, 'active', $3, 'premium')`,
    [id, slug, type],
  );
  const hash = await hashPassword(PASSWORD);
  const hire = async (role: string): Promise<Caller> => {
    const email = `${role}@${slug}.example`;
    const user = newId();
    await world.admin.query(
      `insert into users (id, email, email_key, name, password_hash, email_verified_at) values ($1, $2, $2, $3, $4, now())`,
      [user, email, role, hash],
    );
    await world.admin.query(
      `insert into memberships (tenant_id, id, user_id, email, name, role) values ($1, $2, $3, $4, $5, $5)`,
      [id, newId(), user, email, role],
    );
    return world.nobody.signIn(email, PASSWORD, slug);
  };
  return { id, slug, owner: await hire('owner'), hire };
}
