/** Receiving a payment: numbered, posted and settled in one transaction; what is left stays as an advance. */
import { findState } from '@tenantry/india/states.ts';
import { getRecord, insertRecord, lockRecord, type Row, updateRecord } from '@tenantry/kernel/db/records.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { decimalsOf, isCurrency, RUPEES } from '../currencies/iso4217.ts';
import type { Side } from '../documents/documents.schema.ts';
import { strayFault } from '../documents/sides.ts';
import { buyerOf } from '../documents/supply_place.ts';
import { expectUnfiled } from '../gst-filings/filed.ts';
import { ownValues } from '../gst-values/own.ts';
import { type AccountRole, accountsFor } from '../ledger/chart.ts';
import { post } from '../ledger/posting.ts';
import { getLetterhead } from '../letterhead/letterhead.service.ts';
import { todayOf } from '../masters/master.ts';
import type { Party } from '../parties/parties.schema.ts';
import { customers } from '../parties/parties.service.ts';
import { divide, EXCHANGE_SCALE, scaled, toPaise } from '../tax/exact.ts';
import { derivePlace, headFor } from '../tax/place.ts';
import { isRateInForce, notInForce } from '../tax/rates.ts';
import { type AdvanceTax, taxOf, taxOfAdvance, UNKNOWN_RATE } from './advance.ts';
import { answerPayment, paymentRecord } from './payments.record.ts';
import type { AllocationFields, Mode, Payment, PaymentFields, PaymentHead } from './payments.schema.ts';
import { branchOfMoney, judgeRegistration, sidesOf, voucherNumber, withRegistration } from './registration.ts';
import { lockOldest, lockOwed, overAllocated, type Settling, type Source, storeSettled, usedOf } from './settle.ts';

export const notPosted = defineProblem('payments.not_posted', 409, 'This payment was undone already.');

const refuse = (pointer: string, detail: string): never => {
  throw problem(ruleBroken, { errors: [{ pointer, detail }] });
};

/** The account that was chosen, or the first of its kind; a cheque that nobody deposited lies with the cheques. */
export async function moneyAccount(ctx: Context, mode: Mode, chosen: string | null | undefined): Promise<string> {
  if (chosen) {
    const [account] = await ctx.sql<{ id: string; class: string | null; is_active: boolean }>(
      'select id, class, is_active from accounts where tenant_id = $1 and id = $2::uuid',
      [chosen],
    );
    if (!account?.class) return refuse('/account_id', 'Choose an account of cash or of a bank.');
    if (!account.is_active) return refuse('/account_id', 'This account is archived.');
    return account.id;
  }
  const role: AccountRole = mode === 'cash' ? 'cash' : mode === 'cheque' ? 'cheques' : 'bank';
  return (await accountsFor(ctx, [role])).get(role) as string;
}

/** Tax on what is left over, when it is an advance for a service and who takes it charges tax: by the state of his registration. */
async function taxed(
  ctx: Context,
  given: PaymentFields & { date: string },
  seller: Side,
  customer: Party,
  left: number,
): Promise<Row> {
  const { date } = given;
  const advance_nature = given.advance_nature ?? 'goods';
  if (left === 0) return {};
  if (advance_nature === 'goods') return { advance_nature };
  const { is_composition, lut_number } = await getLetterhead(ctx);
  // Under composition no tax is collected (s.10(4)).
  if (is_composition) return { advance_nature };
  const isAbroad = customer.category === 'overseas' && !given.place_of_supply;
  // What is supplied abroad or to a special zone under a letter of undertaking bears none (IGST Act s.16(3)).
  const isFree = lut_number && (isAbroad || customer.category === 'sez');
  const tax_rate = given.tax_rate ?? (isFree ? 0 : UNKNOWN_RATE);
  const { rates } = await ownValues(ctx);
  if (!isRateInForce(tax_rate, date, rates)) refuse('/tax_rate', notInForce(tax_rate, date, rates));
  if (!seller.gstin || tax_rate === 0) return { advance_nature, tax_rate: seller.gstin ? 0 : null };
  const stray = strayFault(seller);
  if (stray) refuse('/branch_id', stray);
  const supplier_state = seller.state ?? customer.state ?? '';
  const supply_type = isAbroad ? 'export_with_payment' : customer.category === 'sez' ? 'sez_with_payment' : 'regular';
  const chosen = given.place_of_supply ? findState(given.place_of_supply) : null;
  if (given.place_of_supply && !chosen) refuse('/place_of_supply', 'There is no such state; give its name or code.');
  const place = chosen
    ? { place_of_supply: chosen.code, head: headFor({ supplier_state, supply_type }, chosen.code) }
    : derivePlace({
        supplier_state,
        supply_type,
        nature: 'service',
        buyer: buyerOf(customer),
        delivered_to: null,
      });
  const { place_of_supply, head } = place;
  const told = { supplier_gstin: seller.gstin, place_of_supply, head };
  return { advance_nature, advance: left, tax_rate, ...told, ...taxOfAdvance(left, tax_rate, head) };
}

interface MoneyIn extends Source {
  amount: number;
  amount_in_currency: number | null;
}

/** What came, in rupees: as it is given, or what came in another currency by the rate of the day. */
function moneyIn({ amount, currency, exchange_rate, amount_in_currency }: PaymentFields): MoneyIn {
  if (!currency || currency === RUPEES) {
    if (exchange_rate || amount_in_currency) refuse('/currency', 'Say which currency this is of.');
    if (amount === undefined) refuse('/amount', 'Say how much was received.');
    return { amount: amount as number, currency: RUPEES, exchange_rate: null, amount_in_currency: null };
  }
  if (!isCurrency(currency)) refuse('/currency', 'There is no such currency; give its code, such as USD.');
  if (!amount_in_currency) return refuse('/amount_in_currency', `Say how much came in ${currency}.`);
  const decimals = decimalsOf(currency);
  if (Number(amount_in_currency.toFixed(decimals)) !== amount_in_currency)
    refuse('/amount_in_currency', `An amount in ${currency} has ${decimals} decimals.`);
  if (!exchange_rate && !amount)
    return refuse('/exchange_rate', `Give the rupees that came, or how many one ${currency} was worth on that day.`);
  const worth = (rate: number): number =>
    toPaise(
      divide(scaled(amount_in_currency, 3) * scaled(rate, EXCHANGE_SCALE), 10n ** BigInt(3 + EXCHANGE_SCALE - 2)),
    );
  if (exchange_rate && amount !== undefined && amount !== worth(exchange_rate))
    refuse(
      '/amount',
      `${amount_in_currency} ${currency} by that rate come to ₹ ${worth(exchange_rate) / 100}; leave one of them out.`,
    );
  const rate = exchange_rate ?? Math.round(((amount as number) / 100 / amount_in_currency) * 1e6) / 1e6;
  return { amount: amount ?? worth(rate), currency, exchange_rate: rate, amount_in_currency };
}

function judge(given: PaymentFields & { amount: number }, date: string, today: string, settles: number): void {
  const errors: FieldError[] = [];
  const add = (pointer: string, detail: string): void => void errors.push({ pointer, detail });
  if (date > today) add('/date', 'Give today or a day before: a payment is not dated ahead.');
  if (settles === 0) add('/amount', 'Give how much was received, kept back or written off.');
  if (given.mode !== 'cheque' && (given.cheque_date || given.cheque_bank))
    add('/mode', 'Only a cheque has a date and a bank of its own.');
  if (given.mode === 'cheque' && !given.reference) add('/reference', 'Give the number of the cheque.');
  if (given.mode === 'cheque' && given.amount === 0) add('/amount', 'A cheque is for more than nothing.');
  if (errors.length > 0) throw problem(ruleBroken, { errors });
}

const CASH_LIMIT = 20_000_000;

async function warningsFor(ctx: Context, given: PaymentFields & { amount: number }, date: string): Promise<string[]> {
  const warnings: string[] = [];
  if (given.mode === 'cash' && given.amount >= CASH_LIMIT)
    warnings.push('Two lakh rupees or more in cash from one person are forbidden (Income-tax Act s.269ST).');
  if (!given.reference) return warnings;
  const [twin] = await ctx.sql<{ number: string }>(
    `select number from payments where tenant_id = $1 and party_id = $2 and reference = $3 and amount = $4 and date = $5 and status = 'posted' limit 1`,
    [given.party_id, given.reference, given.amount, date],
  );
  if (twin) warnings.push(`${twin.number} has the same reference and amount.`);
  return warnings;
}

/**
 * Receives a payment. Throws `customers.not_found`, 422 for what does not go together, `payments.over_allocated` when a document has
 * less left than is to be settled.
 */
export async function createPayment(ctx: Context, given: PaymentFields): Promise<Payment> {
  const date = given.date ?? todayOf(ctx);
  const came = moneyIn(given);
  const { amount } = came;
  const { tds_amount = 0, write_off = 0 } = given as { tds_amount?: number; write_off?: number };
  const settles = amount + tds_amount + write_off;
  judge({ ...given, amount: amount as Paise }, date, todayOf(ctx), settles);
  const customer = await getRecord<Party>(ctx, customers.record, given.party_id, '/party_id');
  const account_id = await moneyAccount(ctx, given.mode, given.account_id);
  const warnings = await warningsFor(ctx, { ...given, amount: amount as Paise, party_id: customer.id }, date);
  const settling = await lockOwed(ctx, customer.id, given.allocations ?? [], came);
  if (usedOf(settling) > settles)
    throw problem(overAllocated, {
      errors: [{ pointer: '/allocations', detail: 'More is settled than was received.' }],
    });
  if (given.allocate_oldest)
    settling.push(...(await lockOldest(ctx, customer.id, settles - usedOf(settling), settling, came)));
  const allocated = usedOf(settling);
  const documents = settling.map(({ document }) => document);
  if (allocated < write_off) refuse('/write_off', 'What is written off settles a document; say which.');
  const { branch_id = await branchOfMoney(ctx, documents, account_id) } = given;
  const sides = await sidesOf(ctx, branch_id, customer);
  const tax = await taxed(ctx, { ...given, date }, sides.seller, customer, settles - allocated);
  const voucher = taxOf({ cgst: 0, sgst: 0, igst: 0, ...tax } as AdvanceTax) > 0 ? 'receipt_voucher' : 'receipt';
  if (voucher === 'receipt_voucher') await expectUnfiled(ctx, { gstin: tax.supplier_gstin as string, date });
  const isCheque = given.mode === 'cheque';
  const head = await insertRecord<PaymentHead>(ctx, paymentRecord, {
    direction: 'in',
    voucher,
    number: await voucherNumber(ctx, voucher, date, sides.branch_id),
    date,
    party_id: customer.id,
    party_name: customer.name,
    ...sides,
    mode: given.mode,
    account_id,
    reference: given.reference || null,
    cheque_date: isCheque ? (given.cheque_date ?? date) : null,
    cheque_bank: given.cheque_bank || null,
    cheque_status: isCheque ? (given.account_id ? 'deposited' : 'in_hand') : null,
    deposited_on: isCheque && given.account_id ? date : null,
    ...{ ...came, tds_amount, write_off, allocated },
    ...tax,
    notes: given.notes || null,
  });
  // Of what was billed in another currency the remainder is what the rate did meanwhile.
  const isAbroad = documents.length > 0 && documents.every(({ currency }) => currency !== RUPEES);
  await post(ctx, {
    kind: 'receipt',
    date,
    source: 'payments',
    source_id: head.id,
    narration: `${head.number} ${head.party_name}${head.reference ? `, ${head.reference}` : ''}`,
    postings: [
      { account_id, amount },
      { role: 'tds_receivable', amount: tds_amount, party_id: customer.id },
      { role: isAbroad ? 'exchange' : 'write_off', amount: write_off },
      { role: 'receivable', amount: taxOf(head) - settles, party_id: customer.id },
      { role: 'output_cgst', amount: -head.cgst },
      { role: 'output_sgst', amount: -head.sgst },
      { role: 'output_igst', amount: -head.igst },
    ],
  });
  // What was settled at once was no advance: no tax of it is used up.
  await storeSettled(ctx, { ...head, advance: 0 as PaymentHead['advance'] }, settling, date);
  return answerPayment(ctx, head, warnings);
}

export function assertPosted({ status }: PaymentHead): void {
  if (status !== 'posted') throw problem(notPosted);
}

/**
 * Settles documents with what is left of a payment. Throws `payments.over_allocated`, `payments.not_posted`, `payments.other_gstin` where
 * an invoice would use tax that another registration paid.
 */
export async function allocatePayment(
  ctx: Context,
  ref: string,
  { allocations, date = todayOf(ctx) }: { allocations: AllocationFields[]; date?: string },
  version?: number,
): Promise<Payment> {
  const payment = await withRegistration(ctx, (await lockRecord(ctx, paymentRecord, ref, version)) as PaymentHead);
  assertPosted(payment);
  if (date > todayOf(ctx)) refuse('/date', 'Nothing is settled ahead of today.');
  if (allocations.length === 0) refuse('/allocations', 'Say what is to be settled.');
  const settling: Settling[] = await lockOwed(ctx, payment.party_id, allocations, payment);
  const sum = usedOf(settling);
  if (sum > payment.unallocated)
    throw problem(overAllocated, {
      errors: [{ pointer: '/allocations', detail: 'Less than that is left of the payment.' }],
    });
  judgeRegistration(payment, settling);
  const adjusted = await storeSettled(ctx, payment, settling, date);
  const changes = { allocated: payment.allocated + sum, adjusted };
  return answerPayment(
    ctx,
    await updateRecord<PaymentHead>(ctx, paymentRecord, payment.id, changes, undefined, 'allocate'),
  );
}
