/** The letter with which a document goes to a customer. */
import { defineLetter } from '@tenantry/kernel/mail/letters.ts';

export const documentLetter = defineLetter({
  name: 'documents.send',
  title: 'A document for a customer',
  fields: {
    person: 'Gupta Stores',
    document: 'Invoice INV/26-27/0042',
    total: '₹ 3,638.00',
    due: '14-12-2026',
    message: 'Thank you for your order.',
    organisation: 'Sri Lakshmi Hardware',
  },
  texts: {
    en: {
      subject: '{{document}} from {{organisation}}',
      body: 'Hello {{person}},\n\n{{message}}\n\nHere is {{document}} of {{total}}, also attached as PDF.\n\n{{due}}',
      button: 'See the document',
    },
    hi: {
      subject: '{{organisation}} से {{document}}',
      body: 'नमस्ते {{person}},\n\n{{message}}\n\n{{document}}, राशि {{total}}, साथ में PDF में भी है।\n\n{{due}}',
      button: 'दस्तावेज़ देखें',
    },
  },
});

/** Sentences of letter and message that depend on the document. */
export const SAID = {
  en: {
    due: (date: string): string => `It is due on ${date}.`,
    text: (document: string, total: string, by: string, url: string): string =>
      `${document} of ${total} from ${by}. See it and download the PDF: ${url}`,
  },
  hi: {
    due: (date: string): string => `भुगतान की तिथि ${date} है।`,
    text: (document: string, total: string, by: string, url: string): string =>
      `${by} से ${document}, राशि ${total}। देखें और PDF डाउनलोड करें: ${url}`,
  },
} as const;
