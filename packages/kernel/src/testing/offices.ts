/** Organisations and their people for tests: opened behind the scenes, so that a module's tests need no other module. */
import { hashPassword } from '../identity/passwords.ts';
import { newId } from '../schema/ids.ts';
import type { Caller } from './caller.ts';
import type { World } from './world.ts';

const PASSWORD = 'a good long password for tests';

export interface Office {
  id: string;
  slug: string;
  /** Somebody who may do everything there, signed in. */
  owner: Caller;
  /** Somebody with a role of these permissions, signed in. */
  hire(name: string, permissions: readonly string[]): Promise<Caller>;
}

/** Opens an active organisation in the world, with an owner. Slugs are unique in a world. */
export async function openOffice(world: World, slug: string, organizationType = 'business'): Promise<Office> {
  const id = newId();
  await world.admin.query(
    `insert into tenants (id, slug, name, status, organization_type, plan) values ($1, $2, $2, 'active', $3, 'premium')`,
    [id, slug, organizationType],
  );
  const hash = await hashPassword(PASSWORD);
  const hire = async (name: string, permissions: readonly string[]): Promise<Caller> => {
    const email = `${name}@${slug}.example`;
    const user = newId();
    const role = `test_${name}`;
    await world.admin.query('insert into roles (tenant_id, id, name, title, permissions) values ($1, $2, $3, $4, $5)', [
      id,
      newId(),
      role,
      name,
      permissions,
    ]);
    await world.admin.query(
      'insert into users (id, email, email_key, name, password_hash, email_verified_at) values ($1, $2, $2, $3, $4, now())',
      [user, email, name, hash],
    );
    await world.admin.query(
      'insert into memberships (tenant_id, id, user_id, email, name, role) values ($1, $2, $3, $4, $5, $6)',
      [id, newId(), user, email, name, role],
    );
    return world.nobody.signIn(email, PASSWORD, slug);
  };
  return { id, slug, owner: await hire('owner', ['*']), hire };
}
