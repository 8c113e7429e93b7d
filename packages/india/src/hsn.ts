/** HSN and SAC codes: how long they may be, and which are of services. */

export type HsnFinding = { hsn: string } | { fault: string };

/**
 * Judges a code for goods (HSN) or a service (SAC, which begins with 99); blanks and dots are dropped. 4, 6 or 8 digits, never
 * 5 or 7 (rule 46 and GSTR-1 table 12). Without `kind` both are taken.
 */
export function judgeHsn(text: string, kind?: 'goods' | 'service'): HsnFinding {
  const hsn = text.replace(/[\s.]/g, '');
  if (!/^\d+$/.test(hsn)) return { fault: 'Give the HSN or SAC code as digits.' };
  if (hsn.length === 5 || hsn.length === 7) {
    return { fault: `An HSN code has 4, 6 or 8 digits, not ${hsn.length}; a leading 0 may be missing.` };
  }
  if (![4, 6, 8].includes(hsn.length)) return { fault: 'An HSN or SAC code has 4, 6 or 8 digits.' };
  const chapter = Number(hsn.slice(0, 2));
  if (chapter === 0) return { fault: 'There is no HSN chapter 00.' };
  if (kind === 'service' && chapter !== 99) return { fault: 'The code of a service (SAC) begins with 99.' };
  if (kind === 'goods' && chapter === 99) return { fault: 'Codes that begin with 99 are of services; this is goods.' };
  return { hsn };
}

/** Whether a code is of a service. */
export function isServiceCode(hsn: string): boolean {
  return hsn.startsWith('99');
}
