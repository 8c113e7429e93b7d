/** A webhook whose receiver fails is spared: one message at a time finds out how it is, and after some failures it rests. */

/** When a failing webhook rests, part of the installation's settings. */
export interface BreakerRules {
  /** Failures in a row after which it rests. */
  failures: number;
  /** The first rest in milliseconds; doubled with each further failure. */
  rest_ms: number;
  longest_ms: number;
}

export const DEFAULT_BREAKER: BreakerRules = { failures: 5, rest_ms: 5_000, longest_ms: 300_000 };

/** Milliseconds that a webhook rests after so many failures in a row; 0 when it does not. */
export function restAfter(failures: number, rules: BreakerRules): number {
  if (failures < rules.failures) return 0;
  return Math.min(rules.longest_ms, rules.rest_ms * 2 ** (failures - rules.failures));
}

export interface Breaker {
  /** Milliseconds that a message has to wait, or 0: it goes now, and `leave` is called when its answer is there. */
  enter(webhook: { webhook_id: string; failures: number; rest_ms: number }): number;
  leave(webhook_id: string): void;
}

/** While one message finds out how a failing receiver is, the others look again after about so long. */
const PROBE_MS = 2_000;

/** The messages that this instance sends now. */
export function createBreaker(random: () => number = Math.random): Breaker {
  const sending = new Map<string, number>();
  return {
    enter({ webhook_id, failures, rest_ms }) {
      // Not all at the same time, when the rest is over.
      if (rest_ms > 0) return Math.ceil(rest_ms * (1 + random()));
      const now = sending.get(webhook_id) ?? 0;
      if (failures > 0 && now > 0) return Math.ceil(PROBE_MS * (1 + random()));
      sending.set(webhook_id, now + 1);
      return 0;
    },
    leave(webhook_id) {
      const left = (sending.get(webhook_id) ?? 1) - 1;
      if (left > 0) sending.set(webhook_id, left);
      else sending.delete(webhook_id);
    },
  };
}
