/** A town for this module's tests: a world with the control plane, and organisations whose people come in the way people do. */
import type { Caller, Reply } from '@tenantry/kernel/testing/caller.ts';
import { createWorld, type World, type WorldOptions } from '@tenantry/kernel/testing/world.ts';
import { control } from '../module.ts';

export const PASSWORD = 'A good long password for tests, 42!';

export interface Organisation {
  id: string;
  slug: string;
  /** `/api/tenants/<slug>` */
  at: string;
  owner: Caller;
  /** Somebody with that role, invited and signed in. */
  hire(role: string, name?: string): Promise<Caller>;
}

export interface Town extends World {
  /** Creates an organisation over HTTP and signs its owner in. */
  found(slug: string, fields?: Record<string, unknown>): Promise<Organisation>;
  /** The newest mail to the address. */
  mailTo(email: string): Promise<{ subject: string; text: string } | undefined>;
  /** Uses the newest invitation to the address, and signs in. */
  accept(email: string, tenant: string): Promise<Caller>;
}

function expectStatus(reply: Reply, status: number): Reply {
  if (reply.status !== status) throw new Error(`expected ${status}, got ${reply.status}: ${reply.text}`);
  return reply;
}

export async function createTown(options: Partial<WorldOptions> = {}): Promise<Town> {
  const world = await createWorld({ ...options, modules: options.modules ?? [control] });
  const mailTo: Town['mailTo'] = async (email) => {
    const reply = await world.operator.get(`/api/mail-outbox?limit=1&recipient=${encodeURIComponent(email)}`);
    return expectStatus(reply, 200).body.data[0];
  };
  const accept: Town['accept'] = async (email, tenant) => {
    const token = /token=([\w-]+)/.exec((await mailTo(email))?.text ?? '')?.[1];
    const body = { token, password: PASSWORD };
    expectStatus(await world.nobody.post('/api/auth/password-reset/confirm', body), 200);
    return world.nobody.signIn(email, PASSWORD, tenant);
  };
  const found: Town['found'] = async (slug, fields = {}) => {
    const contact_email = `owner@${slug}.example`;
    const body = { name: `The ${slug}`, slug, contact_email, contact_person: 'Olga Owner', ...fields };
    const { id } = expectStatus(await world.operator.post('/api/tenants', body), 201).body.data;
    const owner = await accept(contact_email, slug);
    const at = `/api/tenants/${slug}`;
    const hire: Organisation['hire'] = async (role, name = role) => {
      const email = `${name}@${slug}.example`;
      expectStatus(await owner.post(`${at}/users`, { email, name, role }), 201);
      return accept(email, slug);
    };
    return { id, slug, at, owner, hire };
  };
  return { ...world, found, mailTo, accept };
}
