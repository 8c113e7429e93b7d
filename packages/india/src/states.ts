/** States and Union territories with their GST codes, names in use, and the PIN codes that lie in them. */

export interface State {
  /** Two digits, as in a GSTIN. */
  code: string;
  /** The name that the portal uses for the place of supply. */
  name: string;
  /** Union territory without legislature: the state's half of the tax is UTGST. */
  union_territory: boolean;
  /** First three digits of its PIN codes, from and to; null where no rule holds. */
  pins: readonly (readonly [number, number])[] | null;
}

interface Entry extends Pick<State, 'code' | 'name'> {
  utgst?: true;
  pins?: readonly (readonly [number, number])[];
  /** Other names and short forms. */
  also?: readonly string[];
}

const entries: readonly Entry[] = [
  { code: '01', name: 'Jammu & Kashmir', pins: [[180, 194]], also: ['JK', 'J&K'] },
  { code: '02', name: 'Himachal Pradesh', pins: [[171, 177]], also: ['HP'] },
  { code: '03', name: 'Punjab', pins: [[140, 160]], also: ['PB'] },
  { code: '04', name: 'Chandigarh', utgst: true, pins: [[160, 160]], also: ['CH'] },
  { code: '05', name: 'Uttarakhand', pins: [[244, 263]], also: ['UK', 'UT', 'Uttaranchal'] },
  { code: '06', name: 'Haryana', pins: [[121, 136]], also: ['HR'] },
  { code: '07', name: 'Delhi', pins: [[110, 110]], also: ['DL', 'New Delhi', 'NCT of Delhi'] },
  { code: '08', name: 'Rajasthan', pins: [[301, 345]], also: ['RJ'] },
  { code: '09', name: 'Uttar Pradesh', pins: [[201, 285]], also: ['UP'] },
  { code: '10', name: 'Bihar', pins: [[800, 855]], also: ['BR', 'BH'] },
  { code: '11', name: 'Sikkim', pins: [[737, 737]], also: ['SK'] },
  { code: '12', name: 'Arunachal Pradesh', pins: [[790, 792]], also: ['AR'] },
  { code: '13', name: 'Nagaland', pins: [[797, 798]], also: ['NL'] },
  { code: '14', name: 'Manipur', pins: [[795, 795]], also: ['MN'] },
  { code: '15', name: 'Mizoram', pins: [[796, 796]], also: ['MZ'] },
  { code: '16', name: 'Tripura', pins: [[799, 799]], also: ['TR'] },
  { code: '17', name: 'Meghalaya', pins: [[793, 794]], also: ['ML'] },
  { code: '18', name: 'Assam', pins: [[781, 788]], also: ['AS'] },
  { code: '19', name: 'West Bengal', pins: [[700, 743]], also: ['WB'] },
  { code: '20', name: 'Jharkhand', pins: [[813, 835]], also: ['JH'] },
  { code: '21', name: 'Odisha', pins: [[751, 770]], also: ['OD', 'OR', 'Orissa'] },
  { code: '22', name: 'Chhattisgarh', pins: [[490, 497]], also: ['CG', 'CT', 'Chattisgarh'] },
  { code: '23', name: 'Madhya Pradesh', pins: [[450, 488]], also: ['MP'] },
  { code: '24', name: 'Gujarat', pins: [[360, 396]], also: ['GJ'] },
  {
    code: '26',
    name: 'Dadra & Nagar Haveli and Daman & Diu',
    utgst: true,
    pins: [
      [362, 362],
      [396, 396],
    ],
    also: ['DN', 'DNHDD', 'Dadra & Nagar Haveli'],
  },
  { code: '27', name: 'Maharashtra', pins: [[400, 445]], also: ['MH'] },
  { code: '29', name: 'Karnataka', pins: [[560, 591]], also: ['KA'] },
  { code: '30', name: 'Goa', pins: [[403, 403]], also: ['GA'] },
  { code: '31', name: 'Lakshadweep', utgst: true, pins: [[682, 682]], also: ['LD'] },
  { code: '32', name: 'Kerala', pins: [[670, 695]], also: ['KL'] },
  { code: '33', name: 'Tamil Nadu', pins: [[600, 643]], also: ['TN', 'Tamilnadu'] },
  {
    code: '34',
    name: 'Puducherry',
    pins: [
      [533, 533],
      [605, 605],
      [607, 607],
      [609, 609],
      [673, 673],
    ],
    also: ['PY', 'Pondicherry'],
  },
  { code: '35', name: 'Andaman & Nicobar', utgst: true, pins: [[744, 744]], also: ['AN', 'Andaman & Nicobar Islands'] },
  { code: '36', name: 'Telangana', also: ['TS', 'TG', 'Telengana'] },
  { code: '37', name: 'Andhra Pradesh', pins: [[500, 535]], also: ['AP', 'AD'] },
  { code: '38', name: 'Ladakh', utgst: true, also: ['LA'] },
  { code: '97', name: 'Other Territory', utgst: true },
];

/** The states of today, and "Other Territory". */
export const states: readonly State[] = entries.map(({ code, name, utgst, pins }) => ({
  code,
  name,
  union_territory: utgst ?? false,
  pins: pins ?? null,
}));

const fold = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\band\b/g, '&')
    .replace(/[^a-z&]/g, '');

const byCode = new Map(states.map((state) => [state.code, state]));
const byName = new Map(
  entries.flatMap(({ code, name, also = [] }) =>
    [name, ...also].map((word) => [fold(word), byCode.get(code) as State] as const),
  ),
);

/** How a place of supply is shown: `24-Gujarat`. */
export function stateLabel(state: State): string {
  return `${state.code}-${state.name}`;
}

/** The state of a code (`27`, also `7` for `07`), of a name in a spelling that is in use, or of a label. Null when unknown. */
export function findState(text: string): State | null {
  const trimmed = text.trim();
  if (/^\d{1,2}$/.test(trimmed)) return byCode.get(trimmed.padStart(2, '0')) ?? null;
  const label = /^(\d{1,2})\s*-\s*(.+)$/.exec(trimmed);
  if (!label) return byName.get(fold(trimmed)) ?? null;
  const [, code, name] = label as unknown as [string, string, string];
  const state = byCode.get(code.padStart(2, '0'));
  return state && byName.get(fold(name)) === state ? state : null;
}

/** Codes of states that are no more: tolerated in old registrations, never for a new document. */
export function isDeadState(code: string): boolean {
  return code === '25' || code === '28';
}
