/** Bodies of the attack where a schema alone does not tell one that would be taken. */
import type { Party } from '@tenantry/kernel/testing/attack.ts';
import type { Bodies } from '@tenantry/kernel/testing/attack_bodies.ts';
import { NOWHERE } from '@tenantry/kernel/testing/webhooks.ts';

/** A line that needs nothing of its product: other attacks write that anew. */
const line = ({ ids }: Party, quantity: number) => ({
  product_id: ids.product,
  hsn: '73181500',
  quantity,
  unit_price: 2,
  tax_rate: 18,
});
const sale = (party: Party) => ({ customer_id: party.ids.customer, lines: [line(party, 1)] });

const noted = ({ ids }: Party) => ({ invoice_id: ids.invoice_id, lines: [{ from_line: 1, quantity: 0.001 }] });

export const bodies: Bodies = {
  ...Object.fromEntries(
    ['invoices', 'estimates', 'orders', 'challans', 'payments'].map((noun) => [
      `${noun}.send`,
      () => ({ to: 'somebody@else.example' }),
    ]),
  ),
  'reminders.of_invoice': () => ({ to: 'somebody@else.example' }),
  'reminders.of_customer': () => ({ to: 'somebody@else.example' }),
  'customers.send_statement': () => ({ to: 'somebody@else.example' }),
  'vendors.send_statement': () => ({ to: 'somebody@else.example' }),
  'note-allocations.create': ({ ids }) => ({
    allocations: [{ document_id: ids['note-allocations.document_id'], amount: 0.01 }],
  }),
  'note-allocations.release': ({ ids }) => ({ document_id: ids['note-allocations.document_id'] }),
  'note-allocations.refund': () => ({ mode: 'cash', amount: 0.01 }),
  'bank-lines.settle': ({ ids }) => ({ document_id: ids['note-allocations.document_id'] }),
  // People are the same everywhere, so each organisation adds another one.
  'members.create': ({ office }, mark) => ({ email: `${mark}@${office.slug}.example`, role: 'manager' }),
  'members.update': () => ({ role: 'manager' }),
  // Under composition the sales of the other attacks would be refused.
  'letterhead.update': () => ({ footer: 'Taken over' }),
  'invoices.create': sale,
  'invoices.create_issued': sale,
  'invoices.preview': sale,
  'invoices.update': (party) => ({ lines: [line(party, 2)] }),
  'invoices.cancel': () => ({ reason: 'Taken over' }),
  'invoices.attach': ({ ids }) => ({ file_id: ids.file }),
  ...Object.fromEntries(
    ['credit-notes', 'debit-notes'].flatMap((noun) => [
      [`${noun}.create`, noted],
      [`${noun}.preview`, noted],
      [`${noun}.update`, () => ({ notes: 'Taken over' })],
      [`${noun}.cancel`, () => ({ reason: 'Taken over' })],
      [`${noun}.attach`, ({ ids }: Party) => ({ file_id: ids.file })],
    ]),
  ),
  'eway-bills.create': ({ ids }, mark) => ({
    ...{ invoice: ids['eway-bills.invoice'], distance_km: 10, mode: 'road', vehicle_number: 'MH12AB1234' },
    number: `4${String(Number.parseInt(mark.slice(4), 36)).padStart(11, '0')}`,
  }),
  'eway-bills.create_challan': (_, mark) => ({
    ...{ distance_km: 10, mode: 'road', vehicle_number: 'MH12AB1234' },
    number: `5${String(Number.parseInt(mark.slice(4), 36)).padStart(11, '0')}`,
  }),
  'eway-bills.vehicle': () => ({ mode: 'road', vehicle_number: 'MH12AB9999', reason: 'breakdown' }),
  'eway-bills.extend': () => ({ distance_km: 10, reason: 'accident' }),
  'eway-bills.cancel': () => ({ reason: 'other' }),
  'shipping-bills.create': ({ ids }) => ({
    ...{ invoice: ids['shipping-bills.invoice'], number: '7654323', port_code: 'INNSA1' },
    date: new Date().toISOString().slice(0, 10),
  }),
  'shipping-bills.update': () => ({ number: '7654324' }),
  'eway-limits.set': () => ({ state: '27', valid_from: '2099-03-01', limit: 1 }),
  'gst-values.set': () => ({ kind: 'b2cl', valid_from: '2099-03-01', amount: 1 }),
  'hsn-rates.set': () => ({ hsn: '7318', valid_from: '2099-03-01', tax_rate: 18 }),
  'hsn-rates.import': () => ({
    ...{ mode: 'commit', rows: [{ hsn: '7319', valid_from: '2099-03-01', tax_rate: 18 }] },
  }),
  'gst-registrations.set': () => ({
    ...{ gstin: '27AAPFU0939F1ZV', frequency: 'monthly', turnover: 'up_to_5_crore' },
    valid_from: `${new Date().getUTCFullYear() + 1}-04-01`,
  }),
  'gst-filings.file': ({ ids }) => ({ return: 'gstr3b', period: ids.filed_month as string, arn: 'AA271026000002X' }),
  'gst-filings.unfile': () => ({ reason: 'Taken over' }),
  'gst-amendments.create': (party) => ({
    ...{ document_id: party.ids['gst-amendments.document_id'], place_of_supply: 'Kerala', reason: 'Taken over' },
  }),
  ...Object.fromEntries(
    ['invoices', 'credit-notes', 'debit-notes', 'estimates', 'orders', 'challans', 'payments'].map((noun) => [
      `${noun}.printouts`,
      () => ({ form: 'zip', all: true }),
    ]),
  ),
  'journals.create': ({ ids }) => ({
    narration: 'Moved',
    lines: [
      { account_id: ids.account_id, debit: 1 },
      { account_id: ids.account_id, credit: 1 },
    ],
  }),
  'journals.begin': ({ ids }) => ({ lines: [{ account_id: ids.account_id, debit: 1 }] }),
  'journals.reverse': () => ({ reason: 'Taken over' }),
  'period-locks.create': (_party, mark) => ({ locked_until: '2020-04-01', reason: mark }),
  'period-locks.open': (_party, mark) => ({ locked_until: null, reason: mark }),
  'accounts.create': () => ({ class: 'bank' }),
  'accounts.replace': () => ({ class: 'bank', type: 'asset' }),
  'bank-lines.import': ({ ids }) => ({ account_id: ids.account_id, text: 'Date,Details,Amount\n2026-11-04,Third,9' }),
  'bank-lines.match': ({ ids }) => ({ payment_id: ids.payment_id }),
  'bank-lines.pay': ({ ids }) => ({ party_id: ids.customer }),
  'payments.attach': ({ ids }) => ({ file_id: ids.file }),
  'payments.create': ({ ids }) => ({
    ...{ party_id: ids.customer, branch_id: ids.branch, amount: 5, mode: 'cash' },
    allocations: [{ document_id: ids.document_id, amount: 0.01 }],
  }),
  'payments.allocate': ({ ids }) => ({ allocations: [{ document_id: ids.document_id, amount: 0.01 }] }),
  'payments.release': ({ ids }) => ({ document_id: ids.document_id }),
  'payments.refund': () => ({ mode: 'cash', amount: 0.01 }),
  'payments.cancel': () => ({ reason: 'Taken over' }),
  'payments.bounce': () => ({ reason: 'Taken over' }),
  ...Object.fromEntries(
    ['estimates', 'orders', 'challans'].flatMap((noun) => [
      [`${noun}.create`, sale],
      [`${noun}.preview`, sale],
      [`${noun}.update`, (party: Party) => ({ lines: [line(party, 2)] })],
      [`${noun}.cancel`, () => ({ reason: 'Taken over' })],
      [`${noun}.convert`, () => ({ into: 'invoices' })],
      [`${noun}.attach`, ({ ids }: Party) => ({ file_id: ids.file })],
    ]),
  ),
  // A customer has one of his own in each currency.
  'price-lists.create': (_party, mark) => ({ name: mark, currency: 'USD' }),
  'price-lists.replace': ({ ids }, mark) => ({ name: mark, customer_id: ids.customer }),
  'price-lists.attach': ({ ids }) => ({ file_id: ids.file }),
  'price-lists.archive_many': ({ ids }) => ({ ids: [ids.price_list] }),
  'price-lists.restore_many': ({ ids }) => ({ ids: [ids.price_list] }),
  'price-lists.import_prices': () => ({ rows: [{ SKU: 'None', Price: 1 }] }),
  'price-lists.price': ({ ids }) => ({ entries: [{ product_id: ids.product, unit_price: 1 }] }),
  'branches.create': (_party, mark) => ({ code: mark.slice(-3).padStart(3, 'A'), name: mark }),
  'branches.attach': ({ ids }) => ({ file_id: ids.file }),
  'branches.archive_many': ({ ids }) => ({ ids: [ids.branch] }),
  'branches.restore_many': ({ ids }) => ({ ids: [ids.branch] }),
  'recurrences.create': ({ ids }) => ({ invoice: ids.invoice_id, unit: 'week', starts_on: '2099-01-01' }),
  'recurrences.replace': ({ ids }) => ({ invoice: ids.invoice_id, unit: 'week', starts_on: '2099-01-01' }),
  'recurrences.attach': ({ ids }) => ({ file_id: ids.file }),
  'recurrences.archive_many': ({ ids }) => ({ ids: [ids.recurrence] }),
  'recurrences.restore_many': ({ ids }) => ({ ids: [ids.recurrence] }),
  'series.create': () => ({ document_type: 'sales_order', template: 'SO/{FY}/{0000}' }),
  'series.replace': () => ({ document_type: 'proforma', template: 'PF/{FY}/{0000}' }),
  'series.attach': ({ ids }) => ({ file_id: ids.file }),
  'series.archive_many': ({ ids }) => ({ ids: [ids.series] }),
  'series.restore_many': ({ ids }) => ({ ids: [ids.series] }),
  'views.create': (_party, mark) => ({ list: 'customers', name: mark }),
  'views.choose': ({ ids }) => ({ list: 'customers', view_id: ids.view ?? null }),
  'webhooks.create': (_party, mark) => ({ url: `${NOWHERE}${mark}`, types: ['nothing.happened'] }),
  'schedules.update': () => ({ is_active: false }),
  'webhooks.update': () => ({ description: 'Taken over' }),
  'roles.update': () => ({ title: 'Taken over' }),
  'roles.create': (_party, mark) => ({ name: mark, permissions: [] }),
  'domains.create': (_party, mark) => ({ domain: `${mark}.example` }),
  'settings.update': () => ({ config_key: 'session.timeout', config_value: 900 }),
  'entitlements.create': (_party, mark) => ({ limit: 'users', maximum: 60, reason: mark }),
  'subscription.move_plan': () => ({ target_plan: 'premium' }),
};
for (const one of ['customer', 'vendor', 'product', 'account']) {
  Object.assign(bodies, {
    [`${one}s.import`]: (_party: Party, mark: string) => ({ mode: 'commit', rows: [{ name: mark }] }),
    [`${one}s.import_later`]: (_party: Party, mark: string) => ({ rows: [{ name: mark }] }),
    [`${one}s.attach`]: ({ ids }: Party) => ({ file_id: ids.file }),
    [`${one}s.archive_many`]: ({ ids }: Party) => ({ ids: [ids[one]] }),
    [`${one}s.restore_many`]: ({ ids }: Party) => ({ ids: [ids[one]] }),
  });
}
