/** The letter that reminds of what is open, and its sentences. Pure but for the declaration of the letter. */
import { portalDate } from '@tenantry/india/fiscal.ts';
import { defineLetter } from '@tenantry/kernel/mail/letters.ts';
import { amountText, RUPEES } from '../currencies/iso4217.ts';
import { daysBetween } from '../documents/terms.ts';

export const reminderLetter = defineLetter({
  name: 'invoices.reminder',
  title: 'A reminder of what is open',
  fields: {
    person: 'Gupta Stores',
    message: 'Please let us know if anything is unclear.',
    open: 'INV/26-27/0042 · due 14-12-2026 · ₹ 3,638.00 · 7 days overdue',
    outstanding: '₹ 3,638.00',
    organisation: 'Sri Lakshmi Hardware',
  },
  texts: {
    en: {
      subject: 'Reminder: {{outstanding}} open with {{organisation}}',
      body: 'Hello {{person}},\n\n{{message}}\n\nThis is open with us today:\n\n{{open}}\n\nIn all {{outstanding}}.\n\nIf you have paid in the meantime, thank you; you need do nothing more.',
      button: 'See the invoice and pay',
    },
    hi: {
      subject: 'भुगतान का रिमाइंडर: {{organisation}} का {{outstanding}} बकाया',
      body: 'नमस्ते {{person}},\n\n{{message}}\n\nआज इतना बकाया है:\n\n{{open}}\n\nकुल {{outstanding}}।\n\nअगर आप भुगतान कर चुके हैं तो धन्यवाद; और कुछ नहीं करना है।',
      button: 'इनवॉइस देखें और भुगतान करें',
    },
  },
});

/** An open invoice, as a reminder tells of it. */
export interface OpenInvoice {
  id: string;
  number: string;
  due_date: string;
  /** Paise. */
  balance: number;
  currency: string;
  balance_in_currency: number | null;
}

/** Sentences of letter and message, by language. */
export const SAID = {
  en: {
    due: (date: string): string => `due ${date}`,
    overdue: (days: number): string => (days === 1 ? '1 day overdue' : `${days} days overdue`),
    more: (count: number): string => `and ${count} more`,
    text: (person: string, outstanding: string, open: string, by: string, url: string): string =>
      `Hello ${person}, a reminder from ${by}: ${outstanding} is open.\n${open}\nSee it and pay: ${url}`,
  },
  hi: {
    due: (date: string): string => `देय ${date}`,
    overdue: (days: number): string => `${days} दिन देर`,
    more: (count: number): string => `और ${count}`,
    text: (person: string, outstanding: string, open: string, by: string, url: string): string =>
      `नमस्ते ${person}, ${by} की ओर से रिमाइंडर: ${outstanding} बकाया है।\n${open}\nदेखें और भुगतान करें: ${url}`,
  },
} as const;

/** `INV/26-27/0042 · due 14-12-2026 · ₹ 3,638.00 · 7 days overdue`, one line each; what is beyond `most` is counted. */
export function openText(open: readonly OpenInvoice[], today: string, language: 'en' | 'hi', most = 30): string {
  const said = SAID[language];
  const lines = open.slice(0, most).map(({ number, due_date, balance, currency, balance_in_currency }) => {
    const days = daysBetween(due_date, today);
    const amount = amountText(balance, currency, balance_in_currency);
    return [number, said.due(portalDate(due_date)), amount, ...(days > 0 ? [said.overdue(days)] : [])].join(' · ');
  });
  return [...lines, ...(open.length > most ? [said.more(open.length - most)] : [])].join('\n');
}

/** All that is open, each currency for itself: `₹ 3,638.00 + USD 100.00`. */
export function outstandingText(open: readonly OpenInvoice[]): string {
  const currencies = [...new Set(open.map(({ currency }) => currency))].sort(
    (one, other) => Number(other === RUPEES) - Number(one === RUPEES) || one.localeCompare(other, 'en'),
  );
  const texts = currencies.map((currency) => {
    const own = open.filter((one) => one.currency === currency);
    const paise = own.reduce((sum, { balance }) => sum + balance, 0);
    const thousandths = own.reduce((sum, one) => sum + Math.round((one.balance_in_currency ?? 0) * 1000), 0);
    return amountText(paise, currency, thousandths / 1000);
  });
  return texts.join(' + ');
}

/** Opens WhatsApp with the text, with that person where the number is known: ten digits are India's. */
export function whatsappUrl(text: string, phone: string | null): string {
  const digits = (phone ?? '').replace(/\D/g, '').replace(/^0+/, '');
  const number = digits.length === 10 ? `91${digits}` : digits.length > 10 ? digits : '';
  return `https://wa.me/${number}?text=${encodeURIComponent(text)}`;
}
