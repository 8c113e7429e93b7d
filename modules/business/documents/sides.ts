/** The two sides of what is issued, as they are on record when it is: the organisation, at a branch where one is named, and the customer. */
import { readGstin } from '@tenantry/india/gstin.ts';
import { findState, stateLabel } from '@tenantry/india/states.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Profile } from '@tenantry/kernel/tenancy/profile.ts';
import type { Branch } from '../branches/branches.schema.ts';
import { branchRecord } from '../branches/branches.service.ts';
import type { Party } from '../parties/parties.schema.ts';
import type { Side } from './documents.schema.ts';

/** The branch of that id; nothing where none is named or there is none. */
export async function branchOf(ctx: Context, id: string | null | undefined): Promise<Branch | undefined> {
  if (!id) return undefined;
  const [row] = await ctx.sql<Branch>(`select ${branchRecord.select} from branches where tenant_id = $1 and id = $2`, [
    id,
  ]);
  return row;
}

/** The organisation as it is at a branch: what is not known of that is the organisation's. */
export function sellerAt(profile: Profile, branch: Branch | undefined): Profile {
  if (!branch) return profile;
  const { gstin, phone, email, address_line1, address_line2, city, state, pincode } = branch;
  const address = address_line1 || city ? { address_line1, address_line2, city, pincode } : {};
  return {
    ...profile,
    ...address,
    gstin: gstin ?? profile.gstin,
    state: state ?? profile.state,
    phone: phone ?? profile.phone,
    email: email ?? profile.email,
  };
}

/** Why nobody supplies from there: a registration is of one state, and a place in another one needs its own (CGST Act s.22, s.25). */
export function strayFault({ gstin, state }: Pick<Profile, 'gstin' | 'state'>): string | null {
  const registered = gstin ? readGstin(gstin)?.state : null;
  const here = state ? findState(state) : null;
  if (!registered || !here || registered.code === here.code) return null;
  return `The branch is in ${stateLabel(here)}, and ${gstin} of ${stateLabel(registered)}: give it a GSTIN of its own, or mend its state.`;
}

/** What of a side is kept. */
export function sideOf({
  name,
  gstin,
  state,
  address_line1,
  address_line2,
  city,
  pincode,
  phone,
  email,
}: Party | Profile): Side {
  return { name, gstin, state, address_line1, address_line2, city, pincode, phone, email };
}
