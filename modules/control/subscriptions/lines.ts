/** Limits and features of an organisation as the lines of one list: what each is, how it stands, and by which rule. */
import type { FeatureDetail } from '../features/features.schema.ts';
import type { Allowance } from './allowances.ts';

/** What a limit or a feature is at: `near` is four fifths of a limit. */
export type LineState = 'within' | 'near' | 'full' | 'on' | 'off' | 'none';

export interface SubscriptionLine {
  id: string;
  kind: 'limit' | 'feature';
  /** The name of the limit or feature. */
  name: string;
  /** What the server calls it. */
  title: string;
  state: LineState;
  used: number | null;
  /** Null is no limit, and of features. */
  maximum: number | null;
  /** A key of the words; null where no rule gives it. */
  source: string | null;
  valid_to: string | null;
  resets_at: string | null;
  /** A feature that the organisation itself may switch. */
  mayTurn: boolean;
}

const NEAR = 0.8;

function stateOf({ used, maximum }: Allowance): LineState {
  if (used === null || maximum === null) return 'within';
  return used >= maximum ? 'full' : used >= maximum * NEAR ? 'near' : 'within';
}

export function linesOf(allowances: readonly Allowance[], features: readonly FeatureDetail[]): SubscriptionLine[] {
  return [
    ...allowances.map((one) => ({
      id: `limit.${one.name}`,
      kind: 'limit' as const,
      name: one.name,
      title: one.name,
      state: stateOf(one),
      used: one.used,
      maximum: one.maximum,
      source: `subscription.source_${one.source}`,
      valid_to: one.valid_to,
      resets_at: one.resets_at,
      mayTurn: false,
    })),
    ...features.map(({ feature, title, enabled, entitled, source, valid_to }) => ({
      id: `feature.${feature}`,
      kind: 'feature' as const,
      name: feature,
      title,
      state: (enabled ? 'on' : entitled ? 'off' : 'none') as LineState,
      used: null,
      maximum: null,
      source: entitled || enabled ? `subscription.by_${source}` : null,
      valid_to,
      resets_at: null,
      mayTurn: entitled || enabled,
    })),
  ];
}
