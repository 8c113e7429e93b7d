/** Organisations with people who are signed in, for the tests of any module: opened behind the scenes, so that none needs another. */
import { hashPassword } from '../identity/passwords.ts';
import { newId } from '../schema/ids.ts';
import type { Caller } from './caller.ts';
import { join } from './people.ts';
import type { World } from './world.ts';

/** What everybody in an office signs in with. */
export const PASSWORD = 'a good long password for tests';
let hash: Promise<string> | undefined;

export interface Office {
  id: string;
  slug: string;
  /** Somebody who may do everything there. */
  owner: Caller;
  /** Somebody with the built-in role of that name, or with a role made for him of these permissions. */
  hire(name: string, permissions?: readonly string[]): Promise<Caller>;
}

/** Opens an active organisation in the world. Slugs are unique in a world; its people are `<name>@<slug>.example`. */
export async function openOffice(world: World, slug: string, organizationType = 'business'): Promise<Office> {
  hash ??= hashPassword(PASSWORD);
  const id = newId();
  await world.admin.query(
    `insert into tenants (id, slug, name, status, organization_type, plan) values ($1, $2, $2, 'active', $3, 'premium')`,
    [id, slug, organizationType],
  );
  const makeRole = async (name: string, permissions: readonly string[]): Promise<string> => {
    const role = `test_${name}`;
    await world.admin.query('insert into roles (tenant_id, id, name, title, permissions) values ($1, $2, $3, $4, $5)', [
      id,
      newId(),
      role,
      name,
      permissions,
    ]);
    return role;
  };
  const hire: Office['hire'] = async (name, permissions) => {
    const email = `${name}@${slug}.example`;
    const user = newId();
    await world.admin.query(
      'insert into users (id, email, email_key, name, password_hash, email_verified_at) values ($1, $2, $2, $3, $4, now())',
      [user, email, name, await hash],
    );
    await join(world, id, { id: user, email }, permissions ? await makeRole(name, permissions) : name);
    return world.nobody.signIn(email, PASSWORD, slug);
  };
  return { id, slug, owner: await hire('owner', ['*']), hire };
}
