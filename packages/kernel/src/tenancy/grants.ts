/** Features that a tenant has, or lacks, for a time: which one holds at an instant, and until when that is known. */

/** One entitlement to a feature. Instants as ISO texts; `valid_to` null has no end, and is itself outside. */
export interface FeatureGrant {
  id: string;
  name: string;
  enabled: boolean;
  valid_from: string;
  valid_to: string | null;
}

/** Whether it holds at the instant: from its beginning on, and not at its end any more. */
export function holdsAt(
  { valid_from, valid_to }: Pick<FeatureGrant, 'valid_from' | 'valid_to'>,
  at_ms: number,
): boolean {
  return Date.parse(valid_from) <= at_ms && (valid_to === null || Date.parse(valid_to) > at_ms);
}

/** The grant that decides about a feature: of those that hold the one that began last, of several the one granted last. */
export function grantAt(grants: readonly FeatureGrant[], name: string, at_ms: number): FeatureGrant | undefined {
  let winner: FeatureGrant | undefined;
  for (const grant of grants) {
    if (grant.name !== name || !holdsAt(grant, at_ms)) continue;
    const [its, best] = [
      Date.parse(grant.valid_from),
      winner ? Date.parse(winner.valid_from) : Number.NEGATIVE_INFINITY,
    ];
    if (its > best || (its === best && grant.id > (winner as FeatureGrant).id)) winner = grant;
  }
  return winner;
}

/** The next instant at which one begins or ends; null when none is known. */
export function nextChange(
  grants: readonly Pick<FeatureGrant, 'valid_from' | 'valid_to'>[],
  at_ms: number,
): number | null {
  const later = grants
    .flatMap(({ valid_from, valid_to }) => [
      Date.parse(valid_from),
      valid_to === null ? Number.NaN : Date.parse(valid_to),
    ])
    .filter((one) => one > at_ms);
  return later.length > 0 ? Math.min(...later) : null;
}

/**
 * The switches of a tenant with the grants that hold laid over them: a switch that is off stays off, whoever set it; else the
 * grant decides before a switch that is on, and before type and plan.
 */
export function switchesAt(
  switches: Readonly<Record<string, boolean>>,
  grants: readonly FeatureGrant[],
  at_ms: number,
): Record<string, boolean> {
  const result: Record<string, boolean> = { ...switches };
  for (const name of new Set(grants.map((grant) => grant.name))) {
    const grant = grantAt(grants, name, at_ms);
    if (grant && switches[name] !== false) result[name] = grant.enabled;
  }
  return result;
}
