/** How an e-way bill's states look, in the list, on its page and on its invoice's. */
import type { Mark } from '@tenantry/ui/parts/status_mark.tsx';
import type { EwayState } from './states.ts';

export const EWAY_MARKS: Readonly<Record<EwayState, Mark>> = {
  part_a: 'draft',
  valid: 'full',
  expires_soon: 'part',
  expired: 'late',
  cancelled: 'off',
};
