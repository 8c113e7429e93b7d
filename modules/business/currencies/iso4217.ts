/** Currencies that a document can be written in (ISO 4217), with the decimals of their amounts. */
import { groupedRupees, numberInWords, THOUSANDS } from '@tenantry/india/words.ts';

/** What the books are in. */
export const RUPEES = 'INR';

const CODES =
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP ' +
  'CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY ' +
  'KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK ' +
  'NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT ' +
  'TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG';

/** What trade with India is mostly in; a choice begins with these. */
export const USUAL = [
  'USD',
  'EUR',
  'GBP',
  'AED',
  'SGD',
  'JPY',
  'AUD',
  'CAD',
  'CHF',
  'SAR',
  'QAR',
  'OMR',
  'KWD',
] as const;

export const CURRENCIES: readonly string[] = CODES.split(' ');
const KNOWN = new Set(CURRENCIES);

const WHOLE = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' '));
const THREE = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

export const isCurrency = (code: string): boolean => KNOWN.has(code);

/** Decimals of an amount: 0, 2 or 3. */
export function decimalsOf(code: string): 0 | 2 | 3 {
  if (WHOLE.has(code)) return 0;
  return THREE.has(code) ? 3 : 2;
}

/** `US Dollar`. */
export function currencyName(code: string): string {
  return new Intl.DisplayNames(['en'], { type: 'currency' }).of(code) ?? code;
}

/** `1,234.50`, grouped by thousands as abroad, with the decimals of the currency. */
export function currencyFigure(value: number, code: string): string {
  const decimals = decimalsOf(code);
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** `USD 1,234.50`. */
export const currencyAmount = (value: number, code: string): string => `${code} ${currencyFigure(value, code)}`;

/** What people are asked for: in the document's own currency, or `₹ 1,234.50` of so many paise. */
export const amountText = (paise: number, currency: string, in_currency: number | null | undefined): string =>
  currency === RUPEES || in_currency == null ? `₹ ${groupedRupees(paise)}` : currencyAmount(in_currency, currency);

/** `US Dollar Thirty Seven and 17/100 Only`. */
export function currencyInWords(value: number, code: string): string {
  const per = 10 ** decimalsOf(code);
  const all = Math.round(Math.abs(value) * per);
  const [whole, rest] = [Math.floor(all / per), all % per];
  const tail = rest > 0 ? ` and ${rest}/${per}` : '';
  return `${value < 0 ? 'Minus ' : ''}${currencyName(code)} ${numberInWords(whole, THOUSANDS)}${tail} Only`;
}
