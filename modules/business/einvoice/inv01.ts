/** An issued document as INV-01: which of them the portal takes, and how each value is said there. Pure. */
import { portalDate } from '@tenantry/india/fiscal.ts';
import { FOREIGN_PIN } from '@tenantry/india/pincode.ts';
import type { FieldError } from '@tenantry/kernel/problems/problem.ts';
import { RUPEES } from '../currencies/iso4217.ts';
import type { DocumentLine, Side } from '../documents/documents.schema.ts';
import { otherOf } from '../documents/postings.ts';
import type { PaperDocument } from '../print/paper.ts';
import type { Bill } from '../shipping-bills/shipping_bills.ts';
import { ABROAD } from '../tax/place.ts';
import { countryCode } from './countries.ts';
import type { Inv01 } from './inv01.schema.ts';
import type { NotMeant } from './not_meant.ts';

export type EinvoiceKind = 'invoice' | 'credit_note' | 'debit_note';
export const TYPES = { invoice: 'INV', credit_note: 'CRN', debit_note: 'DBN' } as const;

const SUPPLIES = {
  regular: 'B2B',
  sez_with_payment: 'SEZWP',
  sez_without_payment: 'SEZWOP',
  export_with_payment: 'EXPWP',
  export_without_payment: 'EXPWOP',
  deemed_export: 'DEXP',
} as const;

const rupees = (paise: number): number => paise / 100;
const twoDecimals = (value: number): number => Math.round(value * 100) / 100;
const round3 = (value: number): number => Math.round(value * 1000) / 1000;

/** Without what the portal refuses, and never shorter than it wants. */
export function clean(text: string | null, most: number, least = 1): string {
  const plain = (text ?? '')
    .replaceAll(/["\\\p{Cc}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, most);
  return plain.length === 0 ? '' : plain.padEnd(least, '.');
}

const isTaxed = ({ treatment }: DocumentLine): boolean => treatment === 'taxable' || treatment === 'zero_rated';

/** Why the portal does not want the document; null when it does. Notification 13/2020 as amended. */
export function whyNot(document: PaperDocument): NotMeant | null {
  const { status, document_type, supply_type, buyer, seller, lines, charge } = document;
  if (status !== 'issued') return 'not_issued';
  if (document_type === 'bill_of_supply' || document_type === 'financial_note' || !lines.some(isTaxed))
    return 'untaxed';
  if (charge === 'operator') return 'operator';
  if (!buyer.gstin && !supply_type.startsWith('export')) return 'unregistered';
  if (buyer.gstin && buyer.gstin === seller?.gstin) return 'one_registration';
  return null;
}

type Address = Pick<Side, 'name' | 'address_line1' | 'address_line2' | 'city' | 'pincode' | 'state'>;

/** What is missing in an address, said where it can be mended. */
function faultsOf(side: Address, at: '/seller' | '/buyer' | '/ship_to', where: string): FieldError[] {
  const found: FieldError[] = [];
  const values = { where: at.slice(1) };
  const need = (field: keyof Address, what: string): void => {
    const detail = `${what} is missing; give it in ${where}.`;
    if (!side[field])
      found.push({ pointer: `${at}/${field}`, detail, code: 'einvoice.missing', values: { ...values, field } });
  };
  need('address_line1', 'The address');
  need('city', 'The city');
  need('pincode', 'The PIN code');
  need('state', 'The state');
  if (side.pincode && !/^[1-9]\d{5}$/.test(side.pincode))
    found.push({
      ...{ pointer: `${at}/pincode`, detail: `The PIN code has six digits; mend it in ${where}.` },
      ...{ code: 'einvoice.pincode', values },
    });
  return found;
}

const isAbroad = ({ supply_type }: PaperDocument): boolean => supply_type.startsWith('export');

/** What stands in the way, each with the field and the fix. */
export function faultsIn(document: PaperDocument, country: string | null = null): FieldError[] {
  const { seller, buyer, lines, number } = document;
  const found: FieldError[] = [];
  if (!seller?.gstin)
    found.push({ pointer: '/seller/gstin', detail: 'The organisation has no GSTIN.', code: 'einvoice.no_gstin' });
  if (seller) found.push(...faultsOf(seller, '/seller', 'the profile before you issue'));
  if (isAbroad(document)) {
    if (!buyer.address_line1 && !buyer.city)
      found.push({
        pointer: '/buyer/address_line1',
        detail: 'The address abroad is missing; give it with the customer.',
        code: 'einvoice.abroad',
      });
    if (!countryCode(country ?? ''))
      found.push({
        pointer: '/buyer/country',
        detail: 'The country is not known; give its name with the customer.',
        code: 'einvoice.country',
      });
  } else found.push(...faultsOf(buyer, '/buyer', 'the customer before you issue'));
  const shipTo = deliveredTo(document);
  if (shipTo) found.push(...faultsOf(shipTo, '/ship_to', 'the address of delivery before you issue'));
  if (!/^[A-Za-z1-9]/.test(number ?? ''))
    found.push({
      pointer: '/number',
      detail: 'The portal takes no number that begins with 0, - or /.',
      code: 'einvoice.number',
    });
  for (const [index, { hsn }] of lines.entries())
    if (isTaxed(lines[index] as DocumentLine) && !/^(\d{4}|\d{6}|\d{8})$/.test(hsn ?? ''))
      found.push({
        ...{ pointer: `/lines/${index}/hsn`, detail: 'HSN has 4, 6 or 8 digits.' },
        ...{ code: 'einvoice.hsn', values: { line: index + 1 } },
      });
  return found;
}

function itemOf(line: DocumentLine, document: PaperDocument): Inv01['ItemList'][number] {
  const { quantity, unit_price, amount, taxable_value, charges } = line;
  // What stands before tax but not in the price, and prices with tax in them or in another currency, are told net.
  const isNet = document.currency !== RUPEES || document.prices_include_tax || charges > 0 || amount < taxable_value;
  const total = isNet ? taxable_value : amount;
  const price = quantity === 0 ? rupees(total) : isNet ? rupees(total) / quantity : unit_price;
  const isCharged = document.charge !== 'none';
  return {
    SlNo: String(line.line),
    PrdDesc: clean(line.description, 300, 3),
    IsServc: line.nature === 'service' ? 'Y' : 'N',
    HsnCd: line.hsn ?? '',
    Qty: quantity,
    Unit: line.unit,
    UnitPrice: round3(price),
    TotAmt: rupees(total),
    Discount: rupees(total - taxable_value),
    AssAmt: rupees(taxable_value),
    GstRt: isCharged ? line.tax_rate : 0,
    ...{ IgstAmt: rupees(line.igst), CgstAmt: rupees(line.cgst), SgstAmt: rupees(line.sgst) },
    ...(line.cess > 0 ? { CesRt: line.cess_rate, CesAmt: rupees(line.cess) } : {}),
    TotItemVal: rupees(taxable_value + line.igst + line.cgst + line.sgst + line.cess),
  };
}

/** Where the goods go, when that is not to the one who is billed; abroad the portal wants no such place. */
export function deliveredTo(document: PaperDocument): Address | null {
  return isAbroad(document) ? null : (document.ship_to ?? null);
}

function addressOf(side: Address, abroad: boolean, longest = 100) {
  const second = clean(side.address_line2, 100, 3);
  return {
    Addr1: clean(side.address_line1 || side.city, 100),
    ...(second ? { Addr2: second } : {}),
    Loc: clean(side.city || side.address_line1, longest, 3),
    Pin: Number(abroad ? FOREIGN_PIN : side.pincode),
    Stcd: abroad ? ABROAD : (side.state ?? ''),
  };
}

function contactOf({ phone, email }: Side) {
  const digits = (phone ?? '').replaceAll(/\D/g, '').slice(-12);
  return {
    ...(digits.length >= 6 ? { Ph: digits } : {}),
    ...(email && email.length >= 6 ? { Em: clean(email, 100) } : {}),
  };
}

/** Whether the tax that was paid on an export is claimed back. */
const refundOf = ({ supply_type }: PaperDocument): 'Y' | 'N' => (supply_type === 'export_with_payment' ? 'Y' : 'N');

/** The document as INV-01; ask `whyNot` and `faultsIn` first. */
export function inv01Of(
  kind: EinvoiceKind,
  document: PaperDocument,
  country: string | null = null,
  bill: Bill | null = null,
): Inv01 {
  const seller = document.seller as Side;
  const { buyer, original, lines, ecommerce_operator } = document;
  const abroad = isAbroad(document);
  const shipTo = deliveredTo(document);
  const taxed = lines.filter(isTaxed);
  const untaxed = lines.filter((line) => !isTaxed(line)).reduce((all, { total }) => all + total, 0);
  const shipped = bill && { ShipBNo: bill.number, ShipBDt: portalDate(bill.date, '/'), Port: bill.port_code };
  const exported = abroad ? { ...shipped, RefClm: refundOf(document), CntCode: countryCode(country ?? '') ?? '' } : {};
  const foreign = document.currency === RUPEES ? null : { ForCur: document.currency };
  const sum = (of: 'taxable_value' | 'cgst' | 'sgst' | 'igst' | 'cess'): number =>
    taxed.reduce((all, line) => all + line[of], 0);
  return {
    Version: '1.1',
    TranDtls: {
      TaxSch: 'GST',
      SupTyp: SUPPLIES[document.supply_type],
      RegRev: document.reverse_charge ? 'Y' : 'N',
      ...(ecommerce_operator ? { EcmGstin: ecommerce_operator.gstin } : {}),
      IgstOnIntra: 'N',
    },
    DocDtls: { Typ: TYPES[kind], No: document.number as string, Dt: portalDate(document.date, '/') },
    SellerDtls: {
      Gstin: seller.gstin as string,
      LglNm: clean(seller.name, 100, 3),
      ...addressOf(seller, false, 50),
      ...contactOf(seller),
    },
    BuyerDtls: {
      Gstin: abroad ? 'URP' : (buyer.gstin as string),
      LglNm: clean(buyer.name, 100, 3),
      Pos: document.place_of_supply,
      ...addressOf(buyer, abroad),
      ...contactOf(buyer),
    },
    ...(shipTo ? { ShipDtls: { LglNm: clean(shipTo.name, 100, 3), ...addressOf(shipTo, false) } } : {}),
    ItemList: taxed.map((line) => itemOf(line, document)),
    ValDtls: {
      AssVal: rupees(sum('taxable_value')),
      ...{ CgstVal: rupees(sum('cgst')), SgstVal: rupees(sum('sgst')), IgstVal: rupees(sum('igst')) },
      ...(sum('cess') > 0 ? { CesVal: rupees(sum('cess')) } : {}),
      Discount: 0,
      OthChrg: rupees(otherOf(document, lines) + untaxed),
      RndOffAmt: rupees(document.round_off),
      TotInvVal: rupees(document.total),
      ...(document.total_in_currency === null ? {} : { TotInvValFc: twoDecimals(document.total_in_currency) }),
    },
    ...(original
      ? { RefDtls: { PrecDocDtls: [{ InvNo: original.number, InvDt: portalDate(original.date, '/') }] } }
      : {}),
    ...(abroad || foreign ? { ExpDtls: { ...exported, ...foreign } } : {}),
  };
}
