/** What is on record of an organisation: its name, registration and address, as its documents show them. */

import { buffer } from 'node:stream/consumers';
import type { Tenant } from './directory.ts';
import type { Kernel } from './kernel.ts';

export interface Profile {
  name: string;
  gstin: string | null;
  /** Two-digit code of the state of its registration, else of its address. */
  state: string | null;
  address_line1: string | null;
  address_line2: string | null;
  city: string | null;
  pincode: string | null;
  phone: string | null;
  email: string | null;
}

/** The profile as it stands now, from the module that knows it; without one the name is all there is. */
export async function profileOf(kernel: Pick<Kernel, 'modules' | 'aside'>, tenant: Tenant): Promise<Profile> {
  const known = await kernel.modules.find((module) => module.profile)?.profile?.(kernel.aside, tenant);
  const nothing = { gstin: null, state: null, address_line1: null, address_line2: null, city: null };
  return known ?? { name: tenant.name, ...nothing, pincode: null, phone: null, email: null };
}

/** A picture as it is drawn on paper. */
export interface Mark {
  media_type: string;
  content: Buffer;
}

/** The organisation's mark, whole, from the module that knows it; null where there is none. */
export async function markOf(kernel: Kernel, tenant: Tenant): Promise<Mark | null> {
  const found = await kernel.modules.find((module) => module.mark)?.mark?.(kernel, tenant);
  if (!found) return null;
  return { media_type: found.media_type, content: await buffer(await found.open(0, found.bytes - 1)) };
}
