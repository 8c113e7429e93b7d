/** Where what a document sells is supplied: as somebody chose it, or by the rules of what it sells and to whom. */
import { readGstin } from '@tenantry/india/gstin.ts';
import { findState } from '@tenantry/india/states.ts';
import type { FieldError } from '@tenantry/kernel/problems/problem.ts';
import type { Party } from '../parties/parties.schema.ts';
import { derivePlace, headFor, type Place, type Supply } from '../tax/place.ts';
import { servicePlaceOf } from '../tax/service_places.ts';
import type { Setting } from './assess.ts';
import type { DocumentFields } from './documents.schema.ts';
import type { Filled } from './fill.ts';
import { REGISTERED } from './judge.ts';
import type { ShipTo } from './ship_to.ts';

type Sold = Pick<Filled, 'nature' | 'hsn' | 'quantity' | 'unit_price'>;

/** What most of the value is of, and the rule of the service that is worth most. While there are no prices lines count alike. */
function natureOf(lines: readonly Sold[]): Pick<Supply, 'nature' | 'service_place'> {
  const priced = lines.some(({ unit_price }) => unit_price > 0);
  const worth = ({ quantity, unit_price }: Sold): number => (priced ? quantity * unit_price : 1);
  const services = lines.filter(({ nature }) => nature === 'service');
  const sum = (of: readonly Sold[]): number => of.reduce((all, line) => all + worth(line), 0);
  if (sum(services) * 2 <= sum(lines)) return { nature: 'goods' };
  const main = services.reduce((most, line) => (worth(line) > worth(most) ? line : most));
  return { nature: 'service', service_place: servicePlaceOf(main.hsn) };
}

/** The buyer as the place of supply sees him; who is registered is where his registration is. */
export function buyerOf({ category, gstin, state }: Pick<Party, 'category' | 'gstin' | 'state'>): Supply['buyer'] {
  const registered = REGISTERED.has(category);
  const own = registered && gstin ? readGstin(gstin)?.state?.code : null;
  return { registered, state: own ?? state, abroad: category === 'overseas' };
}

/** The place of supply and the head of tax, or what is wrong with the place that somebody chose. */
export function placeOf(
  given: DocumentFields,
  { seller, customer }: Pick<Setting, 'seller' | 'customer'>,
  lines: readonly Sold[],
  ship_to: ShipTo | null,
): Place | FieldError {
  const supply_type = given.supply_type ?? 'regular';
  const supplier_state = seller.state ?? customer.state ?? '';
  if (given.place_of_supply) {
    const state = findState(given.place_of_supply);
    if (!state) return { pointer: '/place_of_supply', detail: 'There is no such state; give its name or code.' };
    const because = 'As it was chosen.';
    return { place_of_supply: state.code, head: headFor({ supplier_state, supply_type }, state.code), because };
  }
  const what = natureOf(lines);
  return derivePlace({
    supplier_state,
    supply_type,
    ...what,
    buyer: buyerOf(customer),
    delivered_to: ship_to?.state ?? null,
    // Somebody else takes it because the customer said so.
    on_direction_of_buyer: ship_to !== null && ship_to.name !== customer.name,
    // A site, a hall, a house; what is transported is handed over at the supplier's, wherever it goes.
    happens_in: what.service_place === 'transport' ? null : (ship_to?.state ?? null),
  });
}
