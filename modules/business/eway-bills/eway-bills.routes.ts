/** The endpoints of e-way bills. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { OneOf, Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { challans } from '../challans/challans.service.ts';
import { Version } from '../documents/documents.routes.ts';
import type { Documents } from '../documents/documents.ts';
import { invoices } from '../invoices/invoices.service.ts';
import {
  Cancelling,
  EwayBill,
  type EwayGiven,
  Extension,
  Given,
  Limit,
  LimitFields,
  Need,
  strict,
  VehicleFields,
} from './eway-bills.schema.ts';
import {
  cancelEway,
  changeVehicle,
  ewayList,
  ewayRecord,
  extendEway,
  getEway,
  hasBill,
  needOf,
  notActive,
  numberTaken,
  recordEway,
  tooLate,
} from './eway-bills.service.ts';
import { limitRecord, listLimits, removeLimit, setLimit, tooMany } from './limits.ts';

const scope = 'tenant' as const;
const eway_bill = Ref('eway-bills');
const { notFound } = ewayRecord;
const write = { scope, permission: 'eway-bills.write', output: EwayBill, problems: [notFound, notActive, tooLate] };

function needRouteOf(documents: Documents, name: string): AnyRoute {
  const { noun, one, record } = documents;
  return route({
    scope,
    name,
    method: 'GET',
    path: `/${noun}/{${one}}/eway-need`,
    permission: `${noun}.read`,
    summary: 'Whether its goods need an e-way bill, and how long it would be good.',
    input: Type.Object(
      {
        [one]: Ref(noun),
        distance_km: Type.Optional(Type.Integer({ minimum: 0, maximum: 3999 })),
        vehicle_type: Type.Optional(OneOf(['regular', 'over_dimensional'])),
      },
      strict,
    ),
    output: Need,
    message: 'Need of an e-way bill',
    problems: [record.notFound],
    run: (ctx, input) => {
      const { distance_km, vehicle_type } = input as { distance_km?: number; vehicle_type?: EwayBill['vehicle_type'] };
      return needOf(ctx, documents, (input as Row)[one] as string, distance_km, vehicle_type);
    },
  });
}

function recordRouteOf(documents: Documents, name: string, path: string): AnyRoute {
  const { noun, one, record } = documents;
  return route({
    scope,
    name,
    method: 'POST',
    path,
    permission: 'eway-bills.write',
    summary: `Records the bill that the portal gave for the goods of one of the ${noun}.`,
    input: Type.Object({ [one]: Ref(noun), ...Given }, strict),
    output: EwayBill,
    status: 201,
    message: 'E-way bill recorded',
    problems: [record.notFound, hasBill, numberTaken],
    constraints: {
      eway_bills_document_key: { kind: hasBill, pointer: `/${one}` },
      eway_bills_number_key: { kind: numberTaken, pointer: '/number' },
    },
    run: (ctx, input) => {
      const { [one]: ref, ...given } = input as EwayGiven & Row;
      return recordEway(ctx, documents, ref as string, given as EwayGiven);
    },
  });
}

export const ewayBillRoutes = [
  route({
    scope,
    name: 'eway-bills.list',
    method: 'GET',
    path: '/eway-bills',
    permission: 'eway-bills.read',
    summary: 'E-way bills that the portal gave, the latest first.',
    input: ewayList.input,
    output: EwayBill,
    list: true,
    message: 'e-way bills',
    run: async (ctx, input) => (await ewayList.run(ctx, input as Row)) as never,
  }),
  route({
    scope,
    name: 'eway-bills.one',
    method: 'GET',
    path: '/eway-bills/{eway_bill}',
    permission: 'eway-bills.read',
    summary: 'One of them with its vehicles.',
    input: Type.Object({ eway_bill }, strict),
    output: EwayBill,
    message: 'E-way bill',
    problems: [notFound],
    run: (ctx, { eway_bill: ref }) => getEway(ctx, ref),
  }),
  needRouteOf(invoices, 'eway-bills.need'),
  needRouteOf(challans, 'eway-bills.need_challan'),
  recordRouteOf(invoices, 'eway-bills.create', '/eway-bills'),
  recordRouteOf(challans, 'eway-bills.create_challan', '/challans/{challan}/eway-bill'),
  route({
    ...write,
    name: 'eway-bills.vehicle',
    method: 'POST',
    path: '/eway-bills/{eway_bill}/vehicle',
    summary: 'Gives part B: the first vehicle, or another one.',
    input: Type.Object({ eway_bill, ...VehicleFields, version: Version }, strict),
    message: 'Vehicle changed',
    run: (ctx, { eway_bill: ref, version, ...given }) => changeVehicle(ctx, ref, given, version),
  }),
  route({
    ...write,
    name: 'eway-bills.extend',
    method: 'POST',
    path: '/eway-bills/{eway_bill}/extend',
    summary: 'Makes it good for the distance that is left, within 8 hours of its end.',
    input: Type.Object({ eway_bill, ...Extension, version: Version }, strict),
    message: 'Extended',
    run: (ctx, { eway_bill: ref, version, ...given }) => extendEway(ctx, ref, given, version),
  }),
  route({
    ...write,
    name: 'eway-bills.cancel',
    method: 'POST',
    path: '/eway-bills/{eway_bill}/cancel',
    summary: 'Cancels it within 24 hours of its making.',
    input: Type.Object({ eway_bill, ...Cancelling, version: Version }, strict),
    message: 'E-way bill cancelled',
    run: (ctx, { eway_bill: ref, version, reason }) => cancelEway(ctx, ref, reason, version),
  }),
  route({
    scope,
    name: 'eway-limits.list',
    method: 'GET',
    path: '/eway-limits',
    permission: 'eway-limits.read',
    summary: 'The values above which goods need an e-way bill within a state, with their dates.',
    input: Type.Object({}, strict),
    output: Type.Array(Limit),
    message: 'Limits',
    run: (ctx) => listLimits(ctx),
  }),
  route({
    scope,
    name: 'eway-limits.set',
    method: 'POST',
    path: '/eway-limits',
    permission: 'eway-limits.write',
    summary: 'Sets the limit of a state from a day on.',
    input: LimitFields,
    output: Limit,
    status: 201,
    message: 'Limit set',
    problems: [tooMany],
    run: (ctx, input) => setLimit(ctx, input),
  }),
  route({
    scope,
    name: 'eway-limits.delete',
    method: 'DELETE',
    path: '/eway-limits/{eway_limit}',
    permission: 'eway-limits.write',
    summary: 'Takes an own limit back; what comes with the product counts again.',
    input: Type.Object({ eway_limit: Ref('eway-limits') }, strict),
    output: Limit,
    message: 'Limit taken back',
    problems: [limitRecord.notFound],
    run: (ctx, { eway_limit }) => removeLimit(ctx, eway_limit),
  }),
] as const;
