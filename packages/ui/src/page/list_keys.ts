/** The keys of a page with a ledger, for its bar and the `?` sheet; the ledger hears them by itself. */
import { LEDGER_KEYS } from '../grid/ledger_keys.ts';
import type { PageKey } from './place.tsx';

/** Shown in the sheet alone: the bar has room for few. */
const QUIET = ['Ctrl A', '.', 'V', '1'];

export const ledgerKeys: readonly PageKey[] = LEDGER_KEYS.map(({ keys: [first = '', second], words }) => ({
  keys: second ? `${first} ${second}` : first,
  label: words,
  bar: !QUIET.includes(first),
}));
