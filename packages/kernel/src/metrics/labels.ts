/** Which tenants have lines of their own at the scraper: those with most traffic, a bounded number; all others are `other`. */

/** Whatever is summed up per line. */
export interface Line {
  requests: number;
  refused: number;
  errors: number;
  seconds: number;
  statements: number;
  database_seconds: number;
}

export interface Labels {
  /** The line of a tenant's work: its own, or that of all others. */
  of(tenantId: string, isRequest: boolean): Line;
  name(tenantId: string, slug: string): void;
  /** Every line: tenants' ids, and `other`. */
  all(): ReadonlyMap<string, Line>;
  slugs(): ReadonlyMap<string, string>;
  /** Compares the traffic since the last times, and gives the lines of the quiet to the busy. */
  rank(): void;
}

export const OTHER = 'other';
/** Tenants whose traffic is compared. */
const MAX_COMPARED = 20_000;
/** A newcomer must have so many times the traffic of whom he replaces, so that lines do not come and go. */
const MARGIN = 1.5;

const newLine = (): Line => ({
  requests: 0,
  refused: 0,
  errors: 0,
  seconds: 0,
  statements: 0,
  database_seconds: 0,
});

/**
 * At most `max` tenants have lines. A tenant counts on its own line from the moment it has one, and on `other` before and
 * after, so that no line ever runs backwards.
 */
export function createLabels(max: number): Labels {
  const lines = new Map<string, Line>([[OTHER, newLine()]]);
  const names = new Map<string, string>();
  let traffic = new Map<string, number>();
  const other = lines.get(OTHER) as Line;

  const give = (tenantId: string): Line => {
    const line = newLine();
    lines.set(tenantId, line);
    return line;
  };
  return {
    of(tenantId, isRequest) {
      if (isRequest) {
        const before = traffic.get(tenantId);
        if (before !== undefined || traffic.size < MAX_COMPARED) traffic.set(tenantId, (before ?? 0) + 1);
      }
      return lines.get(tenantId) ?? (isRequest && lines.size <= max ? give(tenantId) : other);
    },
    name(tenantId, slug) {
      if (lines.has(tenantId)) names.set(tenantId, slug);
    },
    all: () => lines,
    slugs: () => names,
    rank() {
      const holders = [...lines.keys()]
        .filter((id) => id !== OTHER)
        .sort((a, b) => (traffic.get(a) ?? 0) - (traffic.get(b) ?? 0));
      const newcomers = [...traffic.entries()].filter(([id]) => !lines.has(id)).sort(([, a], [, b]) => b - a);
      for (const [id, count] of newcomers) {
        if (lines.size <= max) give(id);
        else {
          const quietest = holders.shift();
          if (quietest === undefined || count < MARGIN * ((traffic.get(quietest) ?? 0) + 1)) break;
          lines.delete(quietest);
          names.delete(quietest);
          give(id);
        }
      }
      // What was long ago counts less and less.
      traffic = new Map(
        [...traffic].map(([id, count]) => [id, count / 2] as const).filter(([, count]) => count >= 0.25),
      );
    },
  };
}
