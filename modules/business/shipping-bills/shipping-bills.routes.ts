/** The endpoints of shipping bills. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { Version } from '../documents/documents.routes.ts';
import { alreadyAmended } from '../gst-amendments/gst-amendments.service.ts';
import { invoices } from '../invoices/invoices.service.ts';
import { billRecord } from './shipping_bills.ts';
import { BillFields, NewBill, ShippingBill, strict } from './shipping-bills.schema.ts';
import { billList, changeBill, hasBill, isTold, recordBill, removeBill } from './shipping-bills.service.ts';

const base = { scope: 'tenant' as const, permission: 'shipping-bills.write', output: ShippingBill };
const shipping_bill = Ref('shipping-bills');
const { number, date, port_code } = BillFields;

export const shippingBillRoutes: AnyRoute[] = [
  route({
    ...base,
    name: 'shipping-bills.list',
    method: 'GET',
    path: '/shipping-bills',
    permission: 'shipping-bills.read',
    summary: 'Shipping bills of exports, the latest first.',
    input: billList.input,
    list: true,
    message: 'shipping bills',
    run: async (ctx, input) => (await billList.run(ctx, input as Row)) as never,
  }),
  route({
    ...base,
    name: 'shipping-bills.create',
    method: 'POST',
    path: '/shipping-bills',
    summary:
      'Records what customs answered for an export; where its month is filed a later return tells it in table 9A.',
    input: NewBill,
    status: 201,
    message: 'Shipping bill recorded',
    problems: [invoices.record.notFound, hasBill, alreadyAmended],
    constraints: {
      shipping_bills_document_key: { kind: hasBill, pointer: '/invoice' },
      shipping_bills_amended_key: { kind: alreadyAmended },
      gst_amendments_document_key: { kind: alreadyAmended },
    },
    run: (ctx, input) => recordBill(ctx, input),
  }),
  route({
    ...base,
    name: 'shipping-bills.update',
    method: 'PATCH',
    path: '/shipping-bills/{shipping_bill}',
    summary: 'Puts right what was typed wrongly, while no filed return tells it.',
    input: Type.Object(
      {
        shipping_bill,
        ...{ number: Type.Optional(number), date: Type.Optional(date), port_code: Type.Optional(port_code) },
        version: Version,
      },
      strict,
    ),
    message: 'Shipping bill changed',
    problems: [billRecord.notFound, isTold],
    run: (ctx, { shipping_bill: ref, version, ...changes }) => changeBill(ctx, ref, changes, version),
  }),
  route({
    ...base,
    name: 'shipping-bills.delete',
    method: 'DELETE',
    path: '/shipping-bills/{shipping_bill}',
    summary: 'Takes a shipping bill back that no filed return tells.',
    input: Type.Object({ shipping_bill, version: Version }, strict),
    message: 'Shipping bill taken back',
    problems: [billRecord.notFound, isTold],
    run: (ctx, { shipping_bill: ref, version }) => removeBill(ctx, ref, version),
  }),
];
