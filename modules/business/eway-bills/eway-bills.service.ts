/** E-way bills that the portal gave: recorded, changed to another vehicle, extended, cancelled in their time. */
import { saidRupees } from '@tenantry/india/words.ts';
import {
  defineRecord,
  getRecord,
  insertRecord,
  lockRecord,
  type Row,
  updateRecord,
} from '@tenantry/kernel/db/records.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { DocumentLine } from '../documents/documents.schema.ts';
import { getDocument } from '../documents/documents.service.ts';
import type { Documents } from '../documents/documents.ts';
import { transportFaults, whyNoEway } from '../einvoice/eway.ts';
import { limitOn, mayCancel, mayExtend, OLDEST_DAYS, validDays, validUntil } from '../einvoice/eway_rules.ts';
import { NOT_MEANT } from '../einvoice/not_meant.ts';
import type { PaperDocument } from '../print/paper.ts';
import { asSent } from '../print/paper_facts.ts';
import { EwayBill, type EwayGiven, type Need, type PartB, type Vehicle } from './eway-bills.schema.ts';
import { ownLimits } from './limits.ts';
import { EWAY_STATES, type EwayState, type Stands, stateOf, whereState } from './states.ts';

export const ewayRecord = defineRecord({
  noun: 'eway-bills',
  table: 'eway_bills',
  schema: EwayBill,
  number: 'number',
  json: ['vehicles'],
  computed: ['state'],
});

/** Adds where bills stand now, to those that have what it takes to tell. */
export const withState = <R extends object>(ctx: Context, rows: readonly R[]): R[] =>
  rows.map((row) =>
    'status' in row && 'valid_until' in row ? { ...row, state: stateOf(row as never as Stands, ctx.now) } : row,
  );

export async function getEway(ctx: Context, ref: string): Promise<EwayBill> {
  return withState(ctx, [await getRecord<EwayBill>(ctx, ewayRecord, ref)])[0] as EwayBill;
}

export const ewayList = defineList({
  record: ewayRecord,
  filters: {
    status: { kind: 'text', column: 'status', one_of: ['part_a', 'active', 'cancelled'] },
    state: {
      kind: 'text',
      column: 'status',
      one_of: EWAY_STATES,
      means: (ctx, value, place) => whereState(value as EwayState, ctx.now, place),
    },
    number: 'text',
    document_number: 'text',
    document_id: 'id',
    made_at: 'instant',
  },
  sorts: { made_at: 'made_at', created_at: 'created_at' },
  default_sort: '-made_at',
  search: true,
  beginnings: ['number', 'document_number'],
  complete: (ctx, rows: Row[]) => withState(ctx, rows),
});

export const hasBill = defineProblem('eway-bills.has_bill', 409, 'This document has an e-way bill already.');
export const numberTaken = defineProblem('eway-bills.number_taken', 409, 'This number is recorded already.');
export const notActive = defineProblem('eway-bills.not_active', 409, 'This e-way bill was cancelled.');
export const tooLate = defineProblem('eway-bills.too_late', 409, 'The time for that is over.');

const refuse = (pointer: string, detail: string): never => {
  throw problem(ruleBroken, { errors: [{ pointer, detail }] });
};

const plate = (text: string | null | undefined): string | null =>
  text ? text.replaceAll(/[\s-]/g, '').toUpperCase() : null;

function vehicleOf(given: PartB, reason: Vehicle['reason'], at: Date): Vehicle {
  const { mode, transport_number = null, from_place = null } = given;
  const [fault] = transportFaults({
    mode,
    ...(given.vehicle_number ? { vehicle_number: given.vehicle_number } : {}),
    ...(transport_number ? { transport_number } : {}),
  });
  if (fault) refuse(fault.pointer, fault.detail);
  return {
    mode,
    vehicle_number: plate(given.vehicle_number),
    transport_number,
    from_place,
    reason,
    at: at.toISOString(),
  };
}

/** Records the bill of an invoice or a challan. Throws 422 for what moves no goods or is too old, `eway-bills.has_bill`, `eway-bills.number_taken`. */
export async function recordEway(ctx: Context, moved: Documents, ref: string, given: EwayGiven): Promise<EwayBill> {
  const at = `/${moved.one}`;
  const document: PaperDocument = await getDocument(ctx, moved, ref);
  const why = whyNoEway(document);
  if (why) refuse(at, NOT_MEANT[why]);
  const made = given.made_at ? new Date(given.made_at) : ctx.now;
  if (made > ctx.now) refuse('/made_at', 'It is not made ahead of now.');
  const age = (made.getTime() - Date.parse(`${document.date}T00:00:00+05:30`)) / 86_400_000;
  if (age < 0) refuse('/made_at', `It is not made before its ${moved.one}.`);
  if (age > OLDEST_DAYS) refuse(at, `The ${moved.one} is older than ${OLDEST_DAYS} days.`);
  const { number, distance_km, vehicle_type = 'regular', transporter_gstin = null, mode } = given;
  const begun = mode ? vehicleOf({ ...given, mode }, 'first_time', made) : null;
  if (!begun && !transporter_gstin) refuse('/mode', 'Give the vehicle, or the transporter who gives it.');
  const made_bill = await insertRecord<EwayBill>(ctx, ewayRecord, {
    noun: moved.noun,
    ...{ document_id: document.id, document_number: document.number, number, made_at: made.toISOString() },
    ...{ distance_km, vehicle_type, transporter_gstin, vehicles: begun ? [begun] : [] },
    valid_until: begun ? validUntil(made, distance_km, vehicle_type).toISOString() : null,
    status: begun ? 'active' : 'part_a',
  });
  return withState(ctx, [made_bill])[0] as EwayBill;
}

async function standing(ctx: Context, ref: string, version: number | undefined): Promise<EwayBill> {
  const bill = (await lockRecord(ctx, ewayRecord, ref, version)) as EwayBill;
  if (bill.status === 'cancelled') throw problem(notActive);
  return bill;
}

async function change(ctx: Context, id: string, changes: Row, act: string): Promise<EwayBill> {
  const changed = await updateRecord<EwayBill>(ctx, ewayRecord, id, changes, undefined, act);
  return withState(ctx, [changed])[0] as EwayBill;
}

/** Another vehicle, or the first: the clock starts with it. */
export async function changeVehicle(
  ctx: Context,
  ref: string,
  given: PartB & { reason: Vehicle['reason'] },
  version?: number,
): Promise<EwayBill> {
  const bill = await standing(ctx, ref, version);
  if (bill.valid_until && new Date(bill.valid_until) < ctx.now)
    throw problem(tooLate, { detail: 'It is over; extend it within 8 hours of its end.' });
  const vehicles = [...bill.vehicles, vehicleOf(given, given.reason, ctx.now)];
  const until = validUntil(ctx.now, bill.distance_km, bill.vehicle_type).toISOString();
  return change(ctx, bill.id, { vehicles, valid_until: bill.valid_until ?? until, status: 'active' }, 'vehicle');
}

/** Makes it good for the distance that is left, around its end alone. */
export async function extendEway(
  ctx: Context,
  ref: string,
  { distance_km, reason }: { distance_km: number; reason: string },
  version?: number,
): Promise<EwayBill> {
  const bill = await standing(ctx, ref, version);
  if (!bill.valid_until || !mayExtend(new Date(bill.made_at), new Date(bill.valid_until), ctx.now))
    throw problem(tooLate, {
      detail: `It is extended from 8 hours before its end until 8 hours after, and for 360 days at most (${reason}).`,
    });
  const valid_until = validUntil(ctx.now, distance_km, bill.vehicle_type).toISOString();
  return change(ctx, bill.id, { valid_until, extended: bill.extended + 1 }, 'extend');
}

/** Cancels it within 24 hours of its making. Throws `eway-bills.too_late`. */
export async function cancelEway(ctx: Context, ref: string, reason: string, version?: number): Promise<EwayBill> {
  const bill = await standing(ctx, ref, version);
  if (!mayCancel(new Date(bill.made_at), ctx.now))
    throw problem(tooLate, { detail: 'It could be cancelled for 24 hours; let it run out.' });
  const cancelled = { status: 'cancelled', cancelled_at: ctx.now.toISOString(), cancel_reason: reason };
  return change(ctx, bill.id, cancelled, 'cancel');
}

const worth = ({ taxable_value, cgst, sgst, igst, cess }: DocumentLine): number =>
  taxable_value + cgst + sgst + igst + cess;

/** Whether a document's goods need a bill, and for how long it would be good. */
export async function needOf(
  ctx: Context,
  documents: Documents,
  ref: string,
  km?: number,
  type?: EwayBill['vehicle_type'],
): Promise<Need> {
  const document = asSent((await getDocument(ctx, documents, ref)) as PaperDocument);
  const goods = document.lines.filter(({ nature, treatment }) => nature === 'goods' && treatment !== 'exempt');
  const value = goods.reduce((all, line) => all + worth(line), 0) as Paise;
  const from = document.seller?.state ?? '';
  const to = document.ship_to?.state ?? document.buyer.state ?? document.place_of_supply;
  const limit = limitOn(from, to, document.date, await ownLimits(ctx)) as Paise | null;
  const days = km === undefined ? null : validDays(km, type ?? 'regular');
  const why = whyNoEway(document);
  const told = { value, limit, days };
  if (why) return { ...told, is_needed: false, because: NOT_MEANT[why] };
  if (limit === null) return { ...told, is_needed: false, because: 'Within this state none is wanted.' };
  if (document.purpose === 'job_work' && from !== to)
    return { ...told, is_needed: true, because: 'What goes to another state for job work always needs one.' };
  const rupees = saidRupees(limit);
  const is_needed = value > limit;
  return { ...told, is_needed, because: is_needed ? `Goods above ${rupees}.` : `Goods of ${rupees} or less.` };
}
