/** People and organisations for the kernel's own tests, made behind the scenes so that a story can begin in the middle. */
import { randomBytes } from 'node:crypto';
import { hashPassword } from '../identity/passwords.ts';
import { newId } from '../schema/ids.ts';
import type { World } from './world.ts';

export interface Person {
  id: string;
  email: string;
  password: string;
}

export interface Organisation {
  id: string;
  slug: string;
}

const PASSWORD = 'a good long password for tests';
let hash: Promise<string> | undefined;

/** Somebody with a verified address, and a role in each of the organisations. */
export async function person(world: World, roles: Record<string, Organisation> = {}): Promise<Person> {
  hash ??= hashPassword(PASSWORD);
  const id = newId();
  const email = `p${randomBytes(6).toString('hex')}@people.example`;
  await world.admin.query(
    `insert into users (id, email, email_key, name, password_hash, email_verified_at) values ($1, $2, $2, 'A Person', $3, now())`,
    [id, email, await hash],
  );
  for (const [role, { id: tenant }] of Object.entries(roles)) await join(world, tenant, { id, email }, role);
  return { id, email, password: PASSWORD };
}

/** Makes the person a member. */
export async function join(
  world: World,
  tenant_id: string,
  { id, email }: Pick<Person, 'id' | 'email'>,
  role: string,
): Promise<void> {
  await world.admin.query(
    `insert into memberships (tenant_id, id, user_id, email, name, role) values ($1, $2, $3, $4, 'A Person', $5)`,
    [tenant_id, newId(), id, email, role],
  );
}

/** An organisation that is open. */
export async function organisation(world: World): Promise<Organisation> {
  const id = newId();
  const slug = `org-${randomBytes(5).toString('hex')}`;
  await world.admin.query(
    `insert into tenants (id, slug, name, status, organization_type, plan) values ($1, $2, 'An organisation', 'active', 'business', 'free')`,
    [id, slug],
  );
  return { id, slug };
}

/** Gives the organisation another state, and tells all instances. */
export async function setStatus(world: World, { id }: Organisation, status: string): Promise<void> {
  await world.admin.query('update tenants set status = $2 where id = $1', [id, status]);
  const change = newId();
  await world.admin.query("insert into changes (id, kind, subject_id) values ($1, 'tenant', $2)", [change, id]);
  await world.admin.query("select pg_notify('tenantry_changes', $1)", [change]);
  world.kernel.directory.forget(id);
}
