/** Where a supply is, for GST: the place of supply and the head of tax that follows (IGST Act s.7, 8, 10, 12). */
import { findState } from '@tenantry/india/states.ts';
import type { Charge, Head } from './tax.ts';

/** What a sale is, beside where it goes. LUT: letter of undertaking in form RFD-11, by which exports bear no tax. */
export const SUPPLY_TYPES = [
  'regular',
  'sez_with_payment',
  'sez_without_payment',
  'export_with_payment',
  'export_without_payment',
  'deemed_export',
] as const;
export type SupplyType = (typeof SUPPLY_TYPES)[number];

/** Exports and supplies to special economic zones (s.16). */
export const isZeroRated = (type: SupplyType): boolean => type.startsWith('export') || type.startsWith('sez');

/** The state code that stands for other countries in every file of the government. */
export const ABROAD = '96';

/**
 * Services with a rule of their own, whatever the recipient is registered as (s.12(3)–(11)): `property` where the property is
 * (hotels, halls); `performed` where it is performed (restaurants, grooming, health); `training`, `event`, `transport` where the
 * recipient is when he is registered, else where it happens or begins; `admission` at the venue.
 */
export const SERVICE_PLACES = [
  'general',
  'property',
  'performed',
  'training',
  'admission',
  'event',
  'transport',
] as const;
export type ServicePlace = (typeof SERVICE_PLACES)[number];

export interface Supply {
  /** State code of the registration that supplies. */
  supplier_state: string;
  supply_type: SupplyType;
  /** What most of the document's value is; a mixed document follows it. */
  nature: 'goods' | 'service';
  service_place?: ServicePlace;
  buyer: {
    /** Whether the buyer has a GSTIN or UIN. */
    registered: boolean;
    /** State code of the GSTIN, or of the address on record; null when neither is known. */
    state: string | null;
    abroad: boolean;
  };
  /** State code of where goods are delivered; null when they are handed over at the supplier's. */
  delivered_to: string | null;
  /** Whether a third party directed the goods to that address, so that the one who is billed counts (s.10(1)(b)). */
  on_direction_of_buyer?: boolean;
  /** State code of where a service with a rule of its own happens. */
  happens_in?: string | null;
}

export interface Place {
  /** State code; 96 for a supply out of India. */
  place_of_supply: string;
  head: Head;
  /** The rule that gave it, in words. */
  because: string;
}

function headOf(supply: Supply, place: string): Head {
  if (isZeroRated(supply.supply_type)) return 'inter';
  return place === supply.supplier_state ? 'intra' : 'inter';
}

type Found = Pick<Place, 'place_of_supply' | 'because'>;

function placeOfGoods({ buyer, delivered_to, on_direction_of_buyer, supplier_state }: Supply): Found {
  if (on_direction_of_buyer && buyer.state) {
    const because =
      'Billed to one and delivered to another at his direction: the place of the one who is billed (s.10(1)(b)).';
    return { place_of_supply: buyer.state, because };
  }
  if (delivered_to) return { place_of_supply: delivered_to, because: 'Where the goods are delivered (s.10(1)(a)).' };
  if (buyer.registered && buyer.state) {
    return {
      place_of_supply: buyer.state,
      because: 'The buyer’s registration, as no other delivery is named (s.10(1)(a)).',
    };
  }
  if (buyer.state && !buyer.abroad) {
    return { place_of_supply: buyer.state, because: 'The address on record of an unregistered buyer (s.10(1)(ca)).' };
  }
  return { place_of_supply: supplier_state, because: 'No address is on record: where the supplier is (s.10(1)(ca)).' };
}

function placeOfService({ buyer, service_place = 'general', happens_in, supplier_state }: Supply): Found {
  const here = happens_in ?? supplier_state;
  if (service_place === 'property') return { place_of_supply: here, because: 'Where the property is (s.12(3)).' };
  if (service_place === 'performed') return { place_of_supply: here, because: 'Where it is performed (s.12(4)).' };
  if (service_place === 'admission') return { place_of_supply: here, because: 'Where the event is held (s.12(6)).' };
  if (service_place !== 'general' && !buyer.registered) {
    return { place_of_supply: here, because: 'Where it happens, for an unregistered recipient (s.12(5), (7), (8)).' };
  }
  if (buyer.state && !buyer.abroad) {
    const because = buyer.registered
      ? 'The recipient’s registration (s.12(2)(a)).'
      : 'The recipient’s address on record (s.12(2)(b)).';
    return { place_of_supply: buyer.state, because };
  }
  if (buyer.abroad) return { place_of_supply: ABROAD, because: 'The recipient is abroad (s.13(2)).' };
  return { place_of_supply: supplier_state, because: 'No address is on record: where the supplier is (s.12(2)(b)).' };
}

/**
 * The place of supply that follows from a sale, and the head of tax. A supply to a special economic zone bears IGST even
 * within the state (s.7(5)(b)); delivery in India to somebody from abroad is no export.
 */
export function derivePlace(supply: Supply): Place {
  const found = ((): Found => {
    if (supply.supply_type.startsWith('export')) {
      return { place_of_supply: ABROAD, because: 'It leaves India (s.11, s.13).' };
    }
    if (supply.supply_type.startsWith('sez')) {
      const because = 'The unit in the special economic zone; always IGST (s.7(5)(b)).';
      return { place_of_supply: supply.buyer.state ?? supply.supplier_state, because };
    }
    return supply.nature === 'goods' ? placeOfGoods(supply) : placeOfService(supply);
  })();
  return { ...found, head: headOf(supply, found.place_of_supply) };
}

/** The head for a place that somebody chose himself. */
export function headFor(supply: Pick<Supply, 'supplier_state' | 'supply_type'>, place: string): Head {
  return headOf(supply as Supply, place);
}

/** Who pays, where a law puts it on the recipient or the operator: nobody where a supply goes out without payment or the supplier is under composition. */
export function chargeFor(
  supply_type: SupplyType,
  is_composition: boolean,
  by: { recipient: boolean; operator: boolean },
): Charge {
  if (is_composition || supply_type.endsWith('without_payment')) return 'none';
  if (by.operator) return 'operator';
  return by.recipient ? 'reverse' : 'charged';
}

/** Whether the state's half is UTGST: a Union territory without legislature (UTGST Act s.2(8)). */
export function isUtgst(place: string): boolean {
  return findState(place)?.union_territory ?? false;
}
