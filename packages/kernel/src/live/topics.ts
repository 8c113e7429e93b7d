/** Topics: the nouns whose happenings can be heard, each with the permission and the feature that its reading asks for. */
import type { AnyRoute } from '../http/route.ts';
import type { Actor } from '../tenancy/context.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { allows } from '../tenancy/roles.ts';

/** What a reader needs to hear of a noun. */
interface Grant {
  permission: string | null;
  feature: string | undefined;
}

export interface Topics {
  /** What members of an organisation may hear of, each by its own right. */
  tenant: ReadonlyMap<string, Grant>;
  /** What operators may hear of: the control plane of all organisations, never their own records. */
  system: ReadonlySet<string>;
}

/** Finds the topics in the routes: whoever may list or get the records of a noun may hear of them. */
export function topicsOf(routes: readonly AnyRoute[]): Topics {
  const tenant = new Map<string, Grant>();
  const system = new Set<string>();
  for (const { name, method, scope, permission, feature } of routes) {
    const noun = name.slice(0, name.lastIndexOf('.'));
    const isReading = method === 'GET' && /\.(list|get)$/.test(name);
    if (scope === 'platform' || scope === 'control') system.add(noun);
    if (!isReading || (scope !== 'tenant' && scope !== 'control')) continue;
    if (!tenant.has(noun) || name.endsWith('.list')) tenant.set(noun, { permission: permission ?? null, feature });
  }
  return { tenant, system };
}

/** Why a reader may not hear of a noun now; null when he may. */
export function refusalOf(
  { kernel, topics }: { kernel: Kernel; topics: Topics },
  { actor, tenant }: { actor: Actor; tenant: Tenant | null },
  noun: string,
): { code: string; detail: string } | null {
  const unknown = { code: 'live.unknown_topic', detail: `Nothing is told of ${noun}.` };
  if (!tenant) return actor.kind === 'operator' && topics.system.has(noun) ? null : unknown;
  const grant = topics.tenant.get(noun);
  if (!grant) return unknown;
  if (grant.feature && !kernel.features.isOn(tenant, grant.feature))
    return { code: 'features.off', detail: `The feature ${grant.feature} is switched off.` };
  if (grant.permission && !allows(actor.permissions, grant.permission))
    return { code: 'http.forbidden', detail: `This needs the permission ${grant.permission}.` };
  return null;
}

/** The noun of a topic: `jobs` of `jobs/<id>`. */
export function nounOf(topic: string): string {
  return topic.split('/')[0] as string;
}
