/** Features: parts of the product that a tenant has by its organisation type and its plan, unless switched for it alone. */
import { defineProblem, problem } from '../problems/problem.ts';
import type { Tenant } from './directory.ts';

/** A part of the product that can be switched. */
export interface Feature {
  name: string;
  title: string;
  /** Organisation types that have it; null for all. */
  organization_types: readonly string[] | null;
  /** Plans that include it, in order of price. */
  plans: readonly string[];
}

export const featureOff = defineProblem('features.off', 403, 'This feature is not switched on for the organisation.');
export const unknownFeature = defineProblem('features.unknown', 422, 'There is no such feature.');

/** The features of the installation. */
export interface Features {
  all: readonly Feature[];
  get(name: string): Feature | undefined;
  /** Whether the tenant has it. An override wins over type and plan. */
  isOn(tenant: Tenant, name: string): boolean;
  /** What the tenant would have without overrides. */
  isEntitled(tenant: Tenant, name: string): boolean;
  /** Every feature with whether it is on. */
  map(tenant: Tenant): Record<string, boolean>;
  /** Throws `features.off`, which names the feature and the plans that have it. */
  require(tenant: Tenant, name: string): void;
}

/** Puts the modules' features together; two of one name are a fault of the program. */
export function createFeatures(all: readonly Feature[]): Features {
  const byName = new Map(all.map((feature) => [feature.name, feature]));
  if (byName.size !== all.length) throw new Error('two features have the same name');
  const isEntitled = (tenant: Tenant, name: string): boolean => {
    const feature = byName.get(name);
    if (!feature) return false;
    const fits = feature.organization_types === null || feature.organization_types.includes(tenant.organization_type);
    return fits && feature.plans.includes(tenant.plan);
  };
  const isOn = (tenant: Tenant, name: string): boolean => {
    if (!byName.has(name)) return false;
    const override = Object.hasOwn(tenant.feature_overrides, name) ? tenant.feature_overrides[name] : undefined;
    return override ?? isEntitled(tenant, name);
  };
  return {
    all,
    get: (name) => byName.get(name),
    isOn,
    isEntitled,
    map: (tenant) => Object.fromEntries(all.map((feature) => [feature.name, isOn(tenant, feature.name)])),
    require(tenant, name) {
      if (isOn(tenant, name)) return;
      const available_in = byName.get(name)?.plans ?? [];
      throw problem(featureOff, {
        detail:
          `The feature ${name} is switched off. ${available_in.length ? `Plans that have it: ${available_in.join(', ')}.` : ''}`.trim(),
        extra: { feature: name, available_in },
      });
    },
  };
}
