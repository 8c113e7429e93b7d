/** An issued invoice of goods, or a challan, as an e-way bill (rule 138). Pure. */
import { portalDate } from '@tenantry/india/fiscal.ts';
import { FOREIGN_PIN } from '@tenantry/india/pincode.ts';
import type { FieldError } from '@tenantry/kernel/problems/problem.ts';
import type { DocumentLine, Side } from '../documents/documents.schema.ts';
import type { PaperDocument } from '../print/paper.ts';
import { asSent } from '../print/paper_facts.ts';
import type { EwayBill, EwayFile, MODES, Transport } from './eway.schema.ts';
import { clean, deliveredTo, faultsIn } from './inv01.ts';
import type { NotMeant } from './not_meant.ts';

export const FILE_VERSION = '1.0.0621';
const MODE_NUMBERS: Record<(typeof MODES)[number], number> = { road: 1, rail: 2, air: 3, ship: 4 };
/** More lines than the portal takes are added up by HSN, unit and rate. */
const MOST_LINES = 250;

const rupees = (paise: number): number => paise / 100;
const goodsOf = ({ lines }: PaperDocument): DocumentLine[] => lines.filter(({ nature }) => nature === 'goods');

const isChallan = ({ document_type }: PaperDocument): boolean => document_type === 'delivery_challan';

/** What a challan's goods are sent for, as the portal counts it; 8 is in words. */
const SENT_FOR: Readonly<Record<string, [number, string?]>> = {
  supply: [1],
  job_work: [4],
  own_movement: [5],
  exhibition: [12],
  approval: [8, 'Sale on approval'],
  liquid_gas: [8, 'Liquid gas'],
  other: [8, 'Others'],
};

/** Why there is no e-way bill for it; null when there is. */
export function whyNoEway(document: PaperDocument): NotMeant | null {
  const { status, buyer, seller } = document;
  if (isChallan(document) ? status === 'draft' || status === 'cancelled' : status !== 'issued') return 'not_moved';
  if (goodsOf(document).length === 0) return 'no_goods';
  if (!isChallan(document) && buyer.gstin && buyer.gstin === seller?.gstin) return 'own_goods';
  return null;
}

/** What the transport lacks: a vehicle, or a document of the transport. */
export function transportFaults(given: Transport): FieldError[] {
  const { mode, vehicle_number, transport_number } = given;
  // Part A alone: the transporter adds the vehicle, or whoever sends the goods does.
  if (mode === undefined) return [];
  if (mode === 'road' && !vehicle_number) return [{ pointer: '/vehicle_number', detail: 'Road needs the vehicle.' }];
  if (mode !== 'road' && !transport_number)
    return [{ pointer: '/transport_number', detail: 'Rail, air and ship need the number of the transport document.' }];
  return [];
}

/** An e-way bill needs both addresses, as the e-invoice does. */
export const ewayFaults = (document: PaperDocument, given: Transport, country: string | null = null): FieldError[] => [
  ...faultsIn(document, country),
  ...transportFaults(given),
];

function itemsOf(document: PaperDocument): EwayBill['itemList'] {
  const isTold = document.charge === 'charged';
  const inter = document.head === 'inter';
  const goods = goodsOf(document);
  const groups =
    goods.length > MOST_LINES
      ? [
          ...Map.groupBy(
            goods,
            ({ hsn, unit, tax_rate, cess_rate }) => `${hsn} ${unit} ${tax_rate} ${cess_rate}`,
          ).values(),
        ]
      : goods.map((line) => [line]);
  return groups.map((lines, index) => {
    const [first] = lines as [DocumentLine];
    const rate = isTold ? first.tax_rate : 0;
    const name = lines.length > 1 ? '' : clean(first.description, 100);
    return {
      ...{ itemNo: index + 1, productName: name, productDesc: name, hsnCode: Number(first.hsn), qtyUnit: first.unit },
      quantity: Math.round(lines.reduce((all, { quantity }) => all + quantity, 0) * 1000) / 1000,
      taxableAmount: rupees(lines.reduce((all, { taxable_value }) => all + taxable_value, 0)),
      ...{ sgstRate: inter ? 0 : rate / 2, cgstRate: inter ? 0 : rate / 2, igstRate: inter ? rate : 0 },
      ...{ cessRate: isTold ? first.cess_rate : 0, cessNonAdvol: 0 },
    };
  });
}

/** Where the goods go, when that is not to the one who is billed; of an export the port in India, where it is named. */
function movedTo(document: PaperDocument): ReturnType<typeof deliveredTo> {
  if (!document.supply_type.startsWith('export')) return deliveredTo(document);
  const { ship_to } = document;
  return ship_to?.state && /^[1-9]\d{5}$/.test(ship_to.pincode ?? '') ? ship_to : null;
}

/** The address with its name before it: the bill has no other place for who takes the goods. */
const namedPlace = (side: NonNullable<ReturnType<typeof deliveredTo>>, buyer: string): Address => ({
  ...side,
  address_line1: side.name === buyer ? side.address_line1 : [side.name, side.address_line1].filter(Boolean).join(', '),
});

type Address = Pick<Side, 'address_line1' | 'address_line2' | 'city' | 'pincode' | 'state'>;
const placeOf = ({ address_line1, address_line2, city, pincode, state }: Address, abroad = false) => ({
  addr1: clean(address_line1, 120),
  addr2: clean(address_line2, 120),
  place: clean(city, 50),
  pin: Number(abroad ? FOREIGN_PIN : pincode),
  state: Number(state ?? 0),
});

/** The offline tool's file with this one bill; ask `whyNoEway` and `ewayFaults` first. */
export function ewayOf(issued: PaperDocument, given: Transport): EwayFile {
  const document = asSent(issued);
  const seller = document.seller as Side;
  const { buyer, supply_type, total } = document;
  const abroad = supply_type.startsWith('export');
  const goods = goodsOf(document);
  const shipTo = movedTo(document);
  const isAbroad = abroad && !shipTo;
  // Billed to one and delivered to another: the address is where the goods go, the state beside it whose bill it is.
  const [from, to, billed] = [
    placeOf(seller),
    placeOf(shipTo ? namedPlace(shipTo, buyer.name) : buyer, isAbroad),
    placeOf(buyer, abroad),
  ];
  const isTold = document.charge === 'charged';
  const sum = (of: 'taxable_value' | 'cgst' | 'sgst' | 'igst' | 'cess'): number =>
    goods.reduce((all, line) => all + line[of], 0);
  const tax = (of: 'cgst' | 'sgst' | 'igst' | 'cess'): number => (isTold ? sum(of) : 0);
  const own = sum('taxable_value') + tax('cgst') + tax('sgst') + tax('igst') + tax('cess');
  // What is not goods stays out of the consignment; what was rounded is told beside it.
  const other = goods.length === document.lines.length ? total - own : 0;
  const main = goods.reduce((most, line) => (line.taxable_value > most.taxable_value ? line : most));
  const isBill = document.document_type === 'bill_of_supply' || supply_type === 'export_without_payment';
  const mode = given.mode && MODE_NUMBERS[given.mode];
  const sent = isChallan(document) ? SENT_FOR[document.purpose ?? 'supply'] : undefined;
  const [subSupplyType, subSupplyDesc] = sent ?? [abroad ? 3 : 1];
  return {
    version: FILE_VERSION,
    billLists: [
      {
        userGstin: seller.gstin as string,
        ...{ supplyType: 'O', subSupplyType, ...(subSupplyDesc ? { subSupplyDesc } : {}) },
        docType: sent ? 'CHL' : isBill ? 'BIL' : 'INV',
        ...{ docNo: document.number as string, docDate: portalDate(document.date, '/'), transType: shipTo ? 2 : 1 },
        ...{ fromGstin: seller.gstin as string, fromTrdName: clean(seller.name, 100), fromAddr1: from.addr1 },
        ...{ fromAddr2: from.addr2, fromPlace: from.place, fromPincode: from.pin },
        ...{ fromStateCode: from.state, actualFromStateCode: from.state },
        ...{ toGstin: buyer.gstin ?? 'URP', toTrdName: clean(buyer.name, 100), toAddr1: to.addr1, toAddr2: to.addr2 },
        ...{ toPlace: to.place, toPincode: to.pin },
        toStateCode: abroad || supply_type.startsWith('sez') ? 96 : billed.state,
        actualToStateCode: isAbroad ? 96 : to.state,
        ...{ totalValue: rupees(sum('taxable_value')), cgstValue: rupees(tax('cgst')), sgstValue: rupees(tax('sgst')) },
        ...{ igstValue: rupees(tax('igst')), cessValue: rupees(tax('cess')), TotNonAdvolVal: 0 },
        ...{ OthValue: rupees(other), totInvValue: rupees(own + other) },
        ...(mode ? { transMode: mode } : {}),
        transDistance: given.distance_km ?? 0,
        ...{
          transporterId: given.transporter_gstin ?? (mode ? '' : (seller.gstin as string)),
          transporterName: clean(given.transporter_name ?? '', 100),
        },
        transDocNo: given.transport_number ?? '',
        transDocDate: given.transport_date ? portalDate(given.transport_date, '/') : '',
        vehicleNo: (given.vehicle_number ?? '').replaceAll(/[\s-]/g, '').toUpperCase(),
        vehicleType: given.vehicle_type === 'over_dimensional' ? 'O' : 'R',
        mainHsnCode: Number(main.hsn),
        itemList: itemsOf(document),
      },
    ],
  };
}
