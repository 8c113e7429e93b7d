/** Links that a UPI app opens to pay (NPCI's linking specification). */

export interface UpiPayment {
  /** The payee's address, `name@bank`. */
  vpa: string;
  payee: string;
  /** Paise; left out, the payer types the amount. */
  amount?: number;
  /** Shown to the payer; cut at 50 characters. */
  note?: string;
  /** Letters and digits, at most 35; the payee finds the payment by it. */
  reference?: string;
}

const VPA = /^[A-Za-z0-9._-]{2,256}@[A-Za-z]{2,64}$/;

/** Whether a text is a UPI address. */
export function isVpa(text: string): boolean {
  return VPA.test(text);
}

/** `upi://pay?…`, blanks as %20. Throws a RangeError for an address or an amount that cannot be paid. */
export function upiLink({ vpa, payee, amount, note, reference }: UpiPayment): string {
  if (!isVpa(vpa)) throw new RangeError(`${vpa} is no UPI address`);
  if (amount !== undefined && !(Number.isSafeInteger(amount) && amount > 0))
    throw new RangeError(`${amount} paise cannot be paid`);
  const parts: [string, string][] = [
    ['pa', vpa],
    ['pn', payee],
  ];
  if (amount !== undefined) parts.push(['am', (amount / 100).toFixed(2)]);
  parts.push(['cu', 'INR']);
  if (note) parts.push(['tn', note.slice(0, 50)]);
  if (reference) parts.push(['tr', reference.replace(/[^A-Za-z0-9]/g, '').slice(0, 35)]);
  return `upi://pay?${parts.map(([key, value]) => `${key}=${encodeURIComponent(value).replace('%40', '@')}`).join('&')}`;
}
