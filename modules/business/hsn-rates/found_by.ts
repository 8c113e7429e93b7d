/** What people find rates by, in the list and in its file. Pure. */

/** By a code, whole or its beginning (which finds what could count for it, too), or by words of what it is. */
export function isFoundBy({ hsn, description }: { hsn: string; description: string | null }, typed: string): boolean {
  const text = typed.trim().toLowerCase();
  const code = text.replace(/[\s.]/g, '');
  if (/^\d+$/.test(code)) return hsn.startsWith(code) || code.startsWith(hsn);
  return (description ?? '').toLowerCase().includes(text);
}
