/** Roles: named sets of permissions. Built-in ones come with the organisation type; custom ones belong to a tenant. */

/** A built-in role. */
export interface Role {
  name: string;
  title: string;
  /** Organisation types that offer it; null for all. */
  organization_types: readonly string[] | null;
  permissions: readonly string[];
}

export interface RoleCatalogue {
  all: readonly Role[];
  /** Every permission that some route asks for; filled when the routes are known. */
  permissions: Set<string>;
  /** The built-in role of that name, as the organisation type offers it. */
  get(name: string, organizationType: string): Role | undefined;
  offered(organizationType: string): Role[];
}

/** Puts the modules' roles together. A role may be declared by several modules; its permissions add up. */
export function createRoles(all: readonly Role[]): RoleCatalogue {
  const merged = new Map<string, Role>();
  for (const role of all) {
    const known = merged.get(role.name);
    merged.set(
      role.name,
      known ? { ...known, permissions: [...new Set([...known.permissions, ...role.permissions])] } : role,
    );
  }
  const offers = (role: Role, type: string): boolean =>
    role.organization_types === null || role.organization_types.includes(type);
  return {
    all: [...merged.values()],
    permissions: new Set(),
    get(name, type) {
      const role = merged.get(name);
      return role && offers(role, type) ? role : undefined;
    },
    offered: (type) => [...merged.values()].filter((role) => offers(role, type)),
  };
}

/** Whether the set grants the permission: itself, `noun.*` or `*`. */
export function allows(granted: ReadonlySet<string>, permission: string): boolean {
  if (granted.has(permission) || granted.has('*')) return true;
  return granted.has(`${permission.slice(0, permission.lastIndexOf('.'))}.*`);
}

/** Whether everything in `wanted` is also granted by `granted`: nobody hands out what he lacks. */
export function covers(granted: ReadonlySet<string>, wanted: Iterable<string>): boolean {
  for (const permission of wanted) {
    if (permission === '*' ? !granted.has('*') : !allows(granted, permission)) return false;
  }
  return true;
}
