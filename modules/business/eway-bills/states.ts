/** Where an e-way bill stands at a moment. Pure. */

export const EWAY_STATES = ['part_a', 'valid', 'expires_soon', 'expired', 'cancelled'] as const;
export type EwayState = (typeof EWAY_STATES)[number];

/** From so long before its end a bill is said to end soon. */
const SOON_MS = 24 * 3_600_000;

export interface Stands {
  status: 'part_a' | 'active' | 'cancelled';
  /** The last moment; null until the first vehicle is given. */
  valid_until: string | null;
}

/** `part_a` while it waits for its vehicle. */
export function stateOf({ status, valid_until }: Stands, now: Date): EwayState {
  if (status !== 'active' || !valid_until) return status === 'cancelled' ? 'cancelled' : 'part_a';
  const left = Date.parse(valid_until) - now.getTime();
  if (left <= 0) return 'expired';
  return left <= SOON_MS ? 'expires_soon' : 'valid';
}

/** What of the table stands so, as a condition over `t`; `place` gives a value its `$n`. */
export function whereState(state: EwayState, now: Date, place: (value: unknown) => string): string {
  if (state === 'part_a' || state === 'cancelled') return `t.status = '${state}'`;
  const soon = new Date(now.getTime() + SOON_MS).toISOString();
  const is = (condition: string): string => `t.status = 'active' and ${condition}`;
  if (state === 'valid') return is(`t.valid_until > ${place(soon)}`);
  if (state === 'expired') return is(`t.valid_until <= ${place(now.toISOString())}`);
  return is(`t.valid_until > ${place(now.toISOString())} and t.valid_until <= ${place(soon)}`);
}
