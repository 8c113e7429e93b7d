/** What an organisation that is attacked has of trade: two of everything, and the ids that a neighbour would like to have. */
import { hangOn } from '@tenantry/kernel/testing/hanging.ts';
import type { Office } from '@tenantry/kernel/testing/offices.ts';
import { expect } from 'vitest';

const CUSTOMER = {
  name: 'Gupta Provision Store',
  gstin: '07ZZZPG1101Z1ZR',
  phone: '9000000101',
  email: 'accounts@gupta.example',
  address_line1: '4 Chandni Chowk',
  city: 'Delhi',
  pincode: '110006',
};
const PRODUCT = {
  name: 'Steel bolt',
  sku: 'BOLT-1',
  barcode: '8900000000017',
  hsn: '73181500',
  unit: 'NOS',
  sale_price: 2.5,
  tax_rate: 18,
};

type Made = (path: string, body: unknown) => Promise<{ id: string }>;

/** An invoice that is owed, and a credit note of which something is left; a little of it is spent, and of the invoice was reminded. */
async function furnishCredit(
  made: Made,
  customer_id: string,
  product_id: string,
): Promise<{ owed: string; spendable: string }> {
  const sell = async (): Promise<string> => {
    const { id } = await made('/api/invoices', { customer_id, lines: [{ product_id, quantity: 400 }] });
    await made(`/api/invoices/${id}/issue`, {});
    return id;
  };
  const [owed, paid] = [await sell(), await sell()];
  const money = { party_id: customer_id, amount: 1062, mode: 'upi' };
  await made('/api/payments', { ...money, allocations: [{ document_id: paid, amount: 1062 }] });
  const spendable = (await made('/api/credit-notes', { invoice_id: paid })).id;
  await made(`/api/credit-notes/${spendable}/issue`, {});
  await made(`/api/credit-notes/${spendable}/allocate`, { allocations: [{ document_id: owed, amount: 1 }] });
  await made(`/api/invoices/${owed}/remind`, { channel: 'whatsapp' });
  return { owed, spendable };
}

/** Two exports with what customs answered, and one that waits for it. */
async function furnishExports(
  made: Made,
  product_id: string,
): Promise<{ shipping_bill: string; shipped: string; waiting: string }> {
  const customer_id = (await made('/api/customers', { name: 'Himal Traders', country: 'Nepal', city: 'Kathmandu' })).id;
  const exported = async (): Promise<string> => {
    const sale = { customer_id, supply_type: 'export_without_payment', lines: [{ product_id, quantity: 4 }] };
    const { id } = await made('/api/invoices', sale);
    await made(`/api/invoices/${id}/issue`, {});
    return id;
  };
  const date = new Date().toISOString().slice(0, 10);
  const ship = async (invoice: string, number: string): Promise<string> =>
    (await made('/api/shipping-bills', { invoice, number, date, port_code: 'INNSA1' })).id;
  const [shipped, other, waiting] = [await exported(), await exported(), await exported()];
  await ship(other, '7654321');
  return { shipping_bill: await ship(shipped, '7654322'), shipped, waiting };
}

/** Makes them through the API; all organisations have the same, so that nothing but the tenant tells them apart. */
export async function furnishTrade(office: Office, made: Made): Promise<Record<string, string>> {
  const customer = (await made('/api/customers', CUSTOMER)).id;
  const vendor = (await made('/api/vendors', { ...CUSTOMER, name: 'Gupta Steel' })).id;
  const product = (await made('/api/products', PRODUCT)).id;
  const branch = (await made('/api/branches', { code: 'PUN', name: 'Pune' })).id;
  const price_list = (await made('/api/price-lists', { name: 'Their own', customer_id: customer })).id;
  const entries = [{ product_id: product, unit_price: 2.25 }];
  for (const list of [price_list, (await made('/api/price-lists', { name: 'Retail' })).id])
    expect((await office.owner.put(`/api/price-lists/${list}/prices`, { entries })).status).toBe(200);
  const sale = { customer_id: customer, branch_id: branch, lines: [{ product_id: product, quantity: 5 }] };
  const invoice = (await made('/api/invoices', sale)).id;
  expect(
    (
      await office.owner.patch(`/api/tenants/${office.slug}`, {
        gstin: '27AAPFU0939F1ZV',
        address_line1: '4 Mill Road',
        city: 'Pune',
        pincode: '411001',
      })
    ).status,
  ).toBe(200);
  const invoice_id = (await made('/api/invoices', sale)).id;
  await made(`/api/invoices/${invoice_id}/issue`, {});
  // Two months that are filed, and what a later return puts right of the first.
  const past = (months: number): string => {
    const now = new Date();
    return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 15)).toISOString().slice(0, 10);
  };
  const told = async (): Promise<string> => {
    const { id } = await made('/api/invoices', { ...sale, date: past(2) });
    await made(`/api/invoices/${id}/issue`, {});
    return id;
  };
  const [amended, another, amendable] = [await told(), await told(), await told()];
  const registration = { gstin: '27AAPFU0939F1ZV', frequency: 'monthly', turnover: 'up_to_5_crore' };
  await made('/api/gst-registrations', registration);
  const filed = async (months: number): Promise<string> =>
    (await made('/api/gst-filings', { return: 'gstr1', period: past(months).slice(0, 7), arn: 'AA271026000001X' })).id;
  await filed(2);
  const filing = await filed(3);
  const amend = { document_id: amended, place_of_supply: 'Karnataka', reason: 'Told wrongly' };
  const amendment = (await made('/api/gst-amendments', amend)).id;
  await made('/api/gst-amendments', { ...amend, document_id: another });
  const moved = async (invoice: string, number: string): Promise<string> => {
    const road = { mode: 'road', vehicle_number: 'MH12AB1234', distance_km: 10 };
    return (await made('/api/eway-bills', { invoice, number, ...road })).id;
  };
  await moved(another, '351000000001');
  const eway_bill = await moved(amended, '351000000002');
  const limitFrom = async (valid_from: string): Promise<string> =>
    (await made('/api/eway-limits', { state: '27', valid_from, limit: 75_000 })).id;
  const [eway_limit] = [await limitFrom('2099-01-01'), await limitFrom('2099-02-01')];
  const values = await Promise.all(
    ['2099-01-01', '2099-02-01'].map((valid_from) =>
      office.owner.put('/api/gst-values', { kind: 'rate', tax_rate: 22, valid_from }),
    ),
  );
  const gst_value = values[0]?.body.data.id;
  const rateOf = async (valid_from: string): Promise<string> =>
    (await made('/api/hsn-rates', { hsn: '7318', valid_from, tax_rate: 18 })).id;
  const [hsn_rate] = [await rateOf('2099-01-01'), await rateOf('2099-02-01')];
  const { shipping_bill, shipped, waiting } = await furnishExports(made, product);
  const noteOf = async (noun: string): Promise<string> =>
    (await made(`/api/${noun}`, { invoice_id, lines: [{ from_line: 1, quantity: 1 }] })).id;
  const [credit_note, debit_note] = [await noteOf('credit-notes'), await noteOf('debit-notes')];
  const [credited, debited] = [await noteOf('credit-notes'), await noteOf('debit-notes')];
  await made(`/api/credit-notes/${credited}/issue`, {});
  await made(`/api/debit-notes/${debited}/issue`, {});
  const account = (await made('/api/accounts', { name: 'HDFC current', class: 'bank' })).id;
  const payment = (
    await made('/api/payments', {
      ...{ party_id: customer, amount: 5, mode: 'cheque', reference: '1' },
      allocations: [{ document_id: invoice_id, amount: 1 }],
    })
  ).id;
  await made('/api/payments', { party_id: customer, amount: 5, mode: 'upi', account_id: account });
  const document_link = (await made(`/api/invoices/${invoice_id}/share`, {})).id;
  const printout = (await made('/api/invoices/printouts', { form: 'pdf', ids: [invoice_id] })).id;
  const letterhead = { bank_name: 'Bank of Nowhere', upi_address: 'gupta@okbank' };
  expect((await office.owner.put('/api/letterhead', letterhead)).status).toBe(200);
  const statement = 'Date,Narration,Debit,Credit\n2026-11-02,First,,5\n2026-11-03,Second,,7\n2026-11-03,Third,,8';
  await made('/api/bank-lines/import', { account_id: account, text: statement });
  const bank_line = (await office.owner.get('/api/bank-lines?amount=5')).body.data[0].id;
  const open_line = (await office.owner.get('/api/bank-lines?amount=7')).body.data[0].id;
  const unpaid_line = (await office.owner.get('/api/bank-lines?amount=8')).body.data[0].id;
  const { owed, spendable } = await furnishCredit(made, customer, product);
  const rules = [7, 15].map((days) => ({ days, is_active: true }));
  expect((await office.owner.put('/api/reminder-rules', { rules })).status).toBe(200);
  const transfer = await made('/api/payments', { party_id: customer, amount: 5, mode: 'upi', account_id: account });
  const sides = [
    { account_id: account, debit: 1 },
    { account_id: account, credit: 1 },
  ];
  const journal = (await made('/api/journals', { narration: 'Moved', lines: sides })).id;
  await made('/api/journals', { narration: 'Another', lines: sides });
  for (const day of ['2020-03-30', '2020-03-31'])
    await made('/api/period-locks', { locked_until: day, reason: 'Return filed' });
  const [estimate, order, challan] = [
    (await made('/api/estimates', sale)).id,
    (await made('/api/orders', sale)).id,
    (await made('/api/challans', sale)).id,
  ];
  for (const noun of ['orders', 'challans']) await made(`/api/${noun}`, sale);
  const sent = (await made('/api/challans', sale)).id;
  await made(`/api/challans/${sent}/issue`, {});
  await made('/api/branches', { code: 'BLR', name: 'Bengaluru' });
  const again = { invoice: invoice_id, unit: 'month', starts_on: '2099-01-31' };
  const recurrence = (await made('/api/recurrences', again)).id;
  await made('/api/recurrences', again);
  const series = (await made('/api/series', { document_type: 'proforma', template: 'PF/{FY}/{0000}' })).id;
  await made('/api/series', { document_type: 'estimate', template: 'QT/{FY}/{0000}' });
  const offer = { ...sale, lines: [{ product_id: product, quantity: 1000 }] };
  const from_id = (await made('/api/estimates', offer)).id;
  await made(`/api/estimates/${from_id}/issue`, {});
  const hanging = [
    await hangOn(office.owner, 'branches', branch),
    await hangOn(office.owner, 'price-lists', price_list),
    await hangOn(office.owner, 'recurrences', recurrence),
    await hangOn(office.owner, 'series', series),
    await hangOn(office.owner, 'estimates', estimate),
    await hangOn(office.owner, 'orders', order),
    await hangOn(office.owner, 'challans', challan),
    await hangOn(office.owner, 'customers', customer),
    await hangOn(office.owner, 'vendors', vendor),
    await hangOn(office.owner, 'products', product),
    await hangOn(office.owner, 'invoices', invoice),
    await hangOn(office.owner, 'credit-notes', credit_note),
    await hangOn(office.owner, 'debit-notes', debit_note),
    await hangOn(office.owner, 'accounts', account),
    await hangOn(office.owner, 'payments', payment),
  ];
  return {
    customer,
    vendor,
    product,
    invoice,
    document_link,
    printout,
    // What a portal takes is issued.
    'einvoices.invoice': invoice_id,
    filing,
    eway_bill,
    eway_limit,
    hsn_rate,
    'eway-bills.document_id': amended,
    gst_value,
    shipping_bill,
    'shipping-bills.document_id': shipped,
    'shipping-bills.invoice': waiting,
    filed_month: past(2).slice(0, 7),
    amendment,
    'gst-amendments.document_id': amendable,
    'einvoices.credit_note': credited,
    'einvoices.debit_note': debited,
    'eway-bills.invoice': invoice_id,
    'eway-bills.challan': sent,
    invoice_id,
    credit_note,
    debit_note,
    'credit-notes.id': credit_note,
    'debit-notes.id': debit_note,
    estimate,
    order,
    challan,
    from_id,
    recurrence,
    'recurrences.invoice': invoice_id,
    'invoices.draft_id': invoice,
    'estimates.draft_id': estimate,
    'orders.draft_id': order,
    'challans.draft_id': challan,
    branch,
    branche: branch,
    price_list,
    price_list_id: price_list,
    'price-list': price_list,
    series,
    sery: series,
    original_id: invoice_id,
    account,
    payment,
    journal,
    bank_line,
    open_line,
    unpaid_line,
    'note-allocations.credit_note': spendable,
    'note-allocations.document_id': owed,
    'reminders.invoice': owed,
    payment_id: transfer.id,
    source_id: journal,
    account_id: account,
    document_id: invoice_id,
    party_id: customer,
    party: customer,
    customer_id: customer,
    product_id: product,
    ...Object.assign({}, ...hanging),
  };
}
