/** The shape of an e-way bill as the portal gave it, with its vehicles. */
import { Id, Instant, Line, Money, Nullable, OneOf, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import { standing } from '../dated/dated.schema.ts';
import { MODES } from '../einvoice/eway.schema.ts';
import { EWAY_STATES } from './states.ts';

export const strict = { additionalProperties: false };
const number = Line(12, { pattern: '^[0-9]{12}$', 'x-hint': 'Give the 12 digits that the portal answered.' });
export const VEHICLE_REASONS = ['breakdown', 'trans_shipment', 'other', 'first_time'] as const;
export const CANCEL_REASONS = ['duplicate', 'order_cancelled', 'data_entry', 'other'] as const;
export const EXTEND_REASONS = ['natural_calamity', 'law_and_order', 'trans_shipment', 'accident', 'other'] as const;
const distance_km = Type.Integer({ minimum: 1, maximum: 3999 });
const vehicle_type = OneOf(['regular', 'over_dimensional']);
const transporter_gstin = Nullable(
  Line(15, { pattern: '^[0-9A-Z]{15}$', 'x-hint': 'Give the 15 letters and digits of the GSTIN, in capitals.' }),
);

const partB = {
  vehicle_number: Type.Optional(
    Nullable(
      Line(20, {
        pattern: '^[A-Za-z0-9 -]{4,20}$',
        'x-hint': 'Give it as on the plate, 4 to 20 letters and digits, such as MH12AB1234.',
      }),
    ),
  ),
  transport_number: Type.Optional(Nullable(Line(15, { description: 'Of the rail or air bill, or of the ship.' }))),
  from_place: Type.Optional(Nullable(Line(50))),
};
/** With what the goods travel. */
export const VehicleFields = { mode: OneOf(MODES), ...partB, reason: OneOf(VEHICLE_REASONS) };
export interface PartB {
  mode: (typeof MODES)[number];
  vehicle_number?: string | null;
  transport_number?: string | null;
  from_place?: string | null;
}

export const Vehicle = Type.Object({
  mode: OneOf(MODES),
  vehicle_number: Nullable(Line(20)),
  transport_number: Nullable(Line(15)),
  from_place: Nullable(Line(50)),
  reason: OneOf(VEHICLE_REASONS),
  at: Line(30),
});
export type Vehicle = Static<typeof Vehicle>;

/** What the portal gave for the goods of a document. */
export const Given = {
  number,
  made_at: Type.Optional(Instant({ description: 'When the portal made it; now when left out.' })),
  distance_km,
  vehicle_type: Type.Optional(vehicle_type),
  transporter_gstin: Type.Optional(transporter_gstin),
  mode: Type.Optional(OneOf(MODES, { description: 'Left out while part B is the transporter’s to give.' })),
  ...partB,
};
const EwayGiven = Type.Object(Given);
export type EwayGiven = Static<typeof EwayGiven>;

export const EwayBill = Type.Object({
  id: Id(),
  noun: OneOf(['invoices', 'challans'], { description: 'What the document is among.' }),
  document_id: Id(),
  document_number: Line(16),
  number,
  made_at: Instant(),
  distance_km: Type.Integer(),
  vehicle_type,
  transporter_gstin,
  vehicles: Type.Array(Vehicle, { description: 'Part B, the latest last.' }),
  valid_until: Nullable(Instant({ description: 'Its last moment; null until the first vehicle is given.' })),
  extended: Type.Integer(),
  status: OneOf(['part_a', 'active', 'cancelled']),
  state: OneOf(EWAY_STATES, { description: 'Where it stands now; `expires_soon` within 24 hours of its end.' }),
  cancelled_at: Nullable(Instant()),
  cancel_reason: Nullable(Line(120)),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type EwayBill = Static<typeof EwayBill>;

export const Extension = {
  distance_km: Type.Integer({ minimum: 1, maximum: 3999, description: 'What is left to go.' }),
  reason: OneOf(EXTEND_REASONS),
};
export const Cancelling = { reason: OneOf(CANCEL_REASONS) };

/** Whether a document's goods need a bill. */
export const Need = Type.Object({
  is_needed: Type.Boolean(),
  because: Line(200),
  value: Money({ description: 'Of the goods with their tax; exempt lines are left out.' }),
  limit: Nullable(Money()),
  days: Type.Unsafe<number | null>({
    type: ['integer', 'null'],
    description: 'So long it would be good for the distance.',
  }),
});
export type Need = Static<typeof Need>;

const code = Line(2, { pattern: '^[0-9]{2}$', 'x-hint': 'Give the two digits of the state, such as 27.' });
const limit = Nullable(Money({ minimum: 0, description: 'Null where the state wants none.' }));
export const LimitFields = Type.Object({ state: code, valid_from: PlainDate(), limit }, strict);
export const Limit = Type.Object({ state: code, valid_from: PlainDate(), limit, ...standing });
export type Limit = Static<typeof Limit>;
