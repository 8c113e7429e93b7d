/** INV-01 and e-way bills over HTTP by the worked document; what the portal would refuse is refused here, with the field. */
import type { Caller } from '@tenantry/kernel/testing/caller.ts';
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { predictIrn } from '../gst/irn.ts';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';

let world: World;
let office: Office;
let neighbour: Office;
let invoice: string;

const FAR = {
  name: 'Sample "Buyer"',
  gstin: '29AABPM5678B2ZL',
  address_line1: '4 Church Street',
  city: 'Bengaluru',
  pincode: '560001',
};
const bolt = {
  description: 'Bolt',
  hsn: '73181500',
  quantity: 5,
  unit_price: 333.33,
  discount_percent: 5,
  tax_rate: 18,
};
const repair = { description: 'Repair', hsn: '998719', quantity: 1, unit_price: 1500, tax_rate: 18 };

async function sell(by: Caller, customer: object, body: object): Promise<string> {
  const customer_id = await make(by, '/api/customers', customer);
  const id = await make(by, '/api/invoices', { customer_id, date: '2026-11-14', lines: [bolt, repair], ...body });
  const issued = await by.post(`/api/invoices/${id}/issue`, {});
  expect(issued.status, issued.text).toBe(200);
  return id;
}
const ask = (id: string, what: string) => office.owner.get(`/api/invoices/${id}/${what}`);

beforeAll(async () => {
  world = await sellingWorld();
  office = await openOffice(world, 'einvoice-co');
  neighbour = await openOffice(world, 'next-co');
  invoice = await sell(office.owner, FAR, {});
});
afterAll(() => world?.close());

test('the worked document as INV-01, to the paisa', async () => {
  const { body, text } = await ask(invoice, 'einvoice');
  expect(body.data, text).toEqual({
    Version: '1.1',
    TranDtls: { TaxSch: 'GST', SupTyp: 'B2B', RegRev: 'N', IgstOnIntra: 'N' },
    DocDtls: { Typ: 'INV', No: 'INV/26-27/0001', Dt: '14/11/2026' },
    SellerDtls: {
      Gstin: '27AAPFU0939F1ZV',
      LglNm: 'einvoice-co',
      Addr1: '4 Mill Road',
      Loc: 'Pune',
      Pin: 411001,
      Stcd: '27',
    },
    BuyerDtls: {
      ...{ Gstin: '29AABPM5678B2ZL', LglNm: 'Sample Buyer', Pos: '29', Addr1: '4 Church Street' },
      ...{ Loc: 'Bengaluru', Pin: 560001, Stcd: '29' },
    },
    ItemList: [
      {
        ...{ SlNo: '1', PrdDesc: 'Bolt', IsServc: 'N', HsnCd: '73181500', Qty: 5, Unit: 'NOS', UnitPrice: 333.33 },
        ...{ TotAmt: 1666.65, Discount: 83.33, AssAmt: 1583.32, GstRt: 18, IgstAmt: 285, CgstAmt: 0, SgstAmt: 0 },
        TotItemVal: 1868.32,
      },
      {
        ...{ SlNo: '2', PrdDesc: 'Repair', IsServc: 'Y', HsnCd: '998719', Qty: 1, Unit: 'OTH', UnitPrice: 1500 },
        ...{
          TotAmt: 1500,
          Discount: 0,
          AssAmt: 1500,
          GstRt: 18,
          IgstAmt: 270,
          CgstAmt: 0,
          SgstAmt: 0,
          TotItemVal: 1770,
        },
      },
    ],
    ValDtls: {
      ...{ AssVal: 3083.32, CgstVal: 0, SgstVal: 0, IgstVal: 555, Discount: 0, OthChrg: 0, RndOffAmt: -0.32 },
      TotInvVal: 3638,
    },
  });
  const irn = predictIrn('27AAPFU0939F1ZV', '2026-11-14', 'INV', 'INV/26-27/0001');
  expect((await ask(invoice, 'irn')).body.data).toEqual({ predicted_irn: irn });
  expect(irn).toBe('9efcd69e1cc84d91ed116005336478e3b6635ee8267b9d64c6b9edec6107932a');
});

test('a note names its invoice; an export goes to URP; untaxed lines stand beside the others', async () => {
  const note = await make(office.owner, '/api/credit-notes', {
    invoice_id: invoice,
    lines: [{ from_line: 1, quantity: 2 }],
  });
  expect((await office.owner.post(`/api/credit-notes/${note}/issue`, {})).status).toBe(200);
  expect((await office.owner.get(`/api/credit-notes/${note}/einvoice`)).body.data).toMatchObject({
    DocDtls: { Typ: 'CRN' },
    RefDtls: { PrecDocDtls: [{ InvNo: 'INV/26-27/0001', InvDt: '14/11/2026' }] },
    ItemList: [{ Qty: 2, AssAmt: 633.33, IgstAmt: 114 }],
  });
  const abroad = { name: 'Abroad', country: 'Nepal', address_line1: 'Durbar Marg', city: 'Kathmandu' };
  const exported = await sell(office.owner, abroad, { supply_type: 'export_without_payment', lines: [bolt] });
  expect((await ask(exported, 'einvoice')).body.data).toMatchObject({
    TranDtls: { SupTyp: 'EXPWOP' },
    BuyerDtls: { Gstin: 'URP', Pos: '96', Stcd: '96', Pin: 999999 },
    ExpDtls: { RefClm: 'N', CntCode: 'NP' },
    ItemList: [{ GstRt: 0, IgstAmt: 0, TotItemVal: 1583.32 }],
  });
  const book = { description: 'Book', hsn: '49011010', quantity: 1, unit_price: 100, treatment: 'exempt' };
  const mixed = await sell(office.owner, FAR, { lines: [bolt, book] });
  const { ItemList, ValDtls } = (await ask(mixed, 'einvoice')).body.data;
  expect(ItemList).toHaveLength(1);
  expect(ValDtls).toMatchObject({ AssVal: 1583.32, OthChrg: 100, TotInvVal: 1968 });
});

test('special zones, deemed exports, charges, discounts for the whole and another address of delivery', async () => {
  const zone = {
    ...FAR,
    name: 'Zone Unit',
    gstin: '27AABFS1234A1ZV',
    category: 'sez',
    state: 'Maharashtra',
    pincode: '411001',
  };
  const paid = await sell(office.owner, zone, { supply_type: 'sez_with_payment', lines: [bolt] });
  expect((await ask(paid, 'einvoice')).body.data).toMatchObject({
    TranDtls: { SupTyp: 'SEZWP', IgstOnIntra: 'N' },
    ItemList: [{ GstRt: 18, IgstAmt: 285, CgstAmt: 0, TotItemVal: 1868.32 }],
  });
  const unpaid = await sell(office.owner, zone, { supply_type: 'sez_without_payment', lines: [bolt] });
  expect((await ask(unpaid, 'einvoice')).body.data).toMatchObject({
    TranDtls: { SupTyp: 'SEZWOP' },
    ItemList: [{ GstRt: 0, IgstAmt: 0 }],
    ValDtls: { AssVal: 1583.32, IgstVal: 0, RndOffAmt: -0.32, TotInvVal: 1583 },
  });
  const deemed = { ...FAR, category: 'deemed_export' };
  const oem = await sell(office.owner, deemed, {
    ...{ supply_type: 'deemed_export', discount_amount: 100, charges: 50, other_charges: 20, round_off: false },
    ...{ lines: [{ ...bolt, quantity: 1, unit_price: 1000, discount_percent: 0 }] },
    ship_to: { name: 'Works', address_line1: 'Plot 7', city: 'Hosur', state: 'Tamil Nadu', pincode: '635109' },
  });
  const { body, text } = await ask(oem, 'einvoice');
  // 1000 less 100 and 50 of freight: 950, of which 171 are tax; 20 bear none.
  expect(body.data, text).toMatchObject({
    TranDtls: { SupTyp: 'DEXP' },
    ShipDtls: { LglNm: 'Works', Addr1: 'Plot 7', Loc: 'Hosur', Pin: 635109, Stcd: '33' },
    ItemList: [{ UnitPrice: 950, TotAmt: 950, Discount: 0, AssAmt: 950, IgstAmt: 171, TotItemVal: 1121 }],
    ValDtls: { AssVal: 950, IgstVal: 171, Discount: 0, OthChrg: 20, RndOffAmt: 0, TotInvVal: 1141 },
  });
  const moved = (await ask(oem, 'eway-bill?mode=road&vehicle_number=MH12AB1234')).body.data.billLists[0];
  expect(moved).toMatchObject({ transType: 2, toAddr1: 'Works, Plot 7', toPlace: 'Hosur', toPincode: 635109 });
  expect([moved.toStateCode, moved.actualToStateCode]).toEqual([29, 33]);
  const unknown = { name: 'Nowhere Ltd', country: 'Atlantis', address_line1: 'Deep', city: 'Sea' };
  const lost = await sell(office.owner, unknown, { supply_type: 'export_with_payment', lines: [bolt] });
  const refused = await ask(lost, 'einvoice');
  expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/buyer/country']);
});

test('what the portal does not take, and what it would refuse, is said with the field', async () => {
  const draft = await make(office.owner, '/api/invoices', {
    customer_id: await make(office.owner, '/api/customers', { name: 'Nobody' }),
    lines: [bolt],
  });
  const b2c = await sell(office.owner, { name: 'Somebody', state: 'Karnataka' }, {});
  for (const [id, words] of [
    [draft, 'Only an issued document'],
    [b2c, 'not registered'],
  ] as const) {
    const { status, body } = await ask(id, 'einvoice');
    expect([status, body.code]).toEqual([409, 'einvoice.not_meant']);
    expect(body.detail).toContain(words);
  }
  const bare = await sell(office.owner, { name: 'Bare', gstin: '29AABPM5678B2ZL' }, {});
  const { status, body } = await ask(bare, 'einvoice');
  expect([status, body.code]).toEqual([422, 'einvoice.not_ready']);
  expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    ...['/buyer/address_line1', '/buyer/city', '/buyer/pincode'],
  ]);
});

test('an e-way bill of the goods alone, with its transport', async () => {
  const path = 'eway-bill?mode=road&vehicle_number=mh%2012%20ab%201234&distance_km=850';
  const { body, text } = await ask(invoice, path);
  expect(body.data, text).toMatchObject({ version: '1.0.0621' });
  expect(body.data.billLists[0]).toMatchObject({
    ...{ supplyType: 'O', subSupplyType: 1, docType: 'INV', docNo: 'INV/26-27/0001', docDate: '14/11/2026' },
    ...{
      fromGstin: '27AAPFU0939F1ZV',
      fromStateCode: 27,
      toGstin: '29AABPM5678B2ZL',
      toStateCode: 29,
      toPincode: 560001,
    },
    ...{ totalValue: 1583.32, igstValue: 285, totInvValue: 1868.32, OthValue: 0, transMode: 1, transDistance: 850 },
    ...{ vehicleNo: 'MH12AB1234', vehicleType: 'R', mainHsnCode: 73181500 },
    itemList: [
      { itemNo: 1, productName: 'Bolt', hsnCode: 73181500, quantity: 5, taxableAmount: 1583.32, igstRate: 18 },
    ],
  });
  const refused = await ask(invoice, 'eway-bill?mode=rail');
  expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/transport_number']);
  const partA = (await ask(invoice, 'eway-bill')).body.data.billLists[0];
  expect(partA).toMatchObject({ transporterId: '27AAPFU0939F1ZV', vehicleNo: '' });
  expect(partA.transMode).toBeUndefined();
  const service = await sell(office.owner, FAR, { lines: [repair] });
  expect((await ask(service, 'eway-bill')).body.code).toBe('einvoice.not_meant');
});

test('nothing is sent, and it says so; the file is what one uploads; the neighbour gets none of it', async () => {
  expect((await office.owner.get('/api/gst/portal')).body.data).toMatchObject({ is_connected: false, way: 'file' });
  const file = await office.owner.get('/api/gst/file?return=gstr1&period=2026-11');
  expect(file.status, file.text).toBe(200);
  expect(file.headers['content-disposition']).toContain('gstr1_27AAPFU0939F1ZV-2026-11.json');
  const answered = (await office.owner.get('/api/gst/gstr1?period=2026-11')).body.data;
  expect(JSON.parse(file.bytes.toString())).toEqual(answered);
  for (const what of ['einvoice', 'irn', 'eway-bill'])
    expect((await neighbour.owner.get(`/api/invoices/${invoice}/${what}`)).status).toBe(404);
});
