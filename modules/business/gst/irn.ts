/** The reference number of an e-invoice as the portal will compute it, and what it compares numbers by. */
import { hash } from 'node:crypto';
import { fiscalYearLabel, fiscalYearOf } from '@tenantry/india/fiscal.ts';

/** Document types of INV-01: invoice, credit note, debit note. */
export type EinvoiceType = 'INV' | 'CRN' | 'DBN';

/**
 * The predicted IRN: SHA-256 in lower-case hex of GSTIN, financial year (`2026-27`, of the document's date), type and number in
 * capitals (since 1-6-2025), without anything between. The legal one is in the portal's signed answer.
 */
export function predictIrn(gstin: string, date: string, type: EinvoiceType, number: string): string {
  return hash('sha256', `${gstin}${fiscalYearLabel(fiscalYearOf(date))}${type}${number.toUpperCase()}`);
}
