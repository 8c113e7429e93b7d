/** One value that a rule of alerts looks at, and the figures behind it. */

export interface Finding {
  rule: string;
  /** Null: the installation. */
  tenant_id: string | null;
  /** What of it; empty where there is but one. */
  about: string;
  value: number;
  /** The figures that the rule's words tell. */
  facts: Readonly<Record<string, string>>;
}

/** What a rule says of when its values mean anything. */
export interface Rule {
  rule: string;
  threshold: number;
  clear_below: number;
  minimum: number;
  is_enabled: boolean;
}

/** Two decimals are enough to see. */
export const round = (value: number): number => Math.round(value * 100) / 100;

/** The figures of a finding as texts. */
export const factsOf = (facts: Record<string, string | number>): Finding['facts'] =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)]));
