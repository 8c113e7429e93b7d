/** States and Union territories with their GST codes, names in use. */

export interface State {
  /** Two digits, as in a GSTIN. */
  code: string;
  /** The name that the portal uses for the place of supply. */
  name: string;
  /** Union territory without legislature: the state's half of the tax is UTGST. */
  union_territory: boolean;
}

interface Entry extends Pick<State, 'code' | 'name'> {
  utgst?: true;
  /** Other names and short forms. */
  also?: readonly string[];
}

const entries: readonly Entry[] = [
  { code: '01', name: 'Jammu & Kashmir', also: ['JK', 'J&K'] },
  { code: '02', name: 'Himachal Pradesh', also: ['HP'] },
  { code: '03', name: 'Punjab', also: ['PB'] },
  { code: '04', name: 'Chandigarh', utgst: true, also: ['CH'] },
  { code: '05', name: 'Uttarakhand', also: ['UK', 'UT', 'Uttaranchal'] },
  { code: '06', name: 'Haryana', also: ['HR'] },
  { code: '07', name: 'Delhi', also: ['DL', 'New Delhi', 'NCT of Delhi'] },
  { code: '08', name: 'Rajasthan', also: ['RJ'] },
  { code: '09', name: 'Uttar Pradesh', also: ['UP'] },
  { code: '10', name: 'Bihar', also: ['BR', 'BH'] },
  { code: '11', name: 'Sikkim', also: ['SK'] },
  { code: '12', name: 'Arunachal Pradesh', also: ['AR'] },
  { code: '13', name: 'Nagaland', also: ['NL'] },
  { code: '14', name: 'Manipur', also: ['MN'] },
  { code: '15', name: 'Mizoram', also: ['MZ'] },
  { code: '16', name: 'Tripura', also: ['TR'] },
  { code: '17', name: 'Meghalaya', also: ['ML'] },
  { code: '18', name: 'Assam', also: ['AS'] },
  { code: '19', name: 'West Bengal', also: ['WB'] },
  { code: '20', name: 'Jharkhand', also: ['JH'] },
  { code: '21', name: 'Odisha', also: ['OD', 'OR', 'Orissa'] },
  { code: '22', name: 'Chhattisgarh', also: ['CG', 'CT', 'Chattisgarh'] },
  { code: '23', name: 'Madhya Pradesh', also: ['MP'] },
  { code: '24', name: 'Gujarat', also: ['GJ'] },
  {
    code: '26',
    name: 'Dadra & Nagar Haveli and Daman & Diu',
    utgst: true,
    also: ['DN', 'DNHDD', 'Dadra & Nagar Haveli'],
  },
  { code: '27', name: 'Maharashtra', also: ['MH'] },
  { code: '29', name: 'Karnataka', also: ['KA'] },
  { code: '30', name: 'Goa', also: ['GA'] },
  { code: '31', name: 'Lakshadweep', utgst: true, also: ['LD'] },
  { code: '32', name: 'Kerala', also: ['KL'] },
  { code: '33', name: 'Tamil Nadu', also: ['TN', 'Tamilnadu'] },
  {
    code: '34',
    name: 'Puducherry',
    also: ['PY', 'Pondicherry'],
  },
  { code: '35', name: 'Andaman & Nicobar', utgst: true, also: ['AN', 'Andaman & Nicobar Islands'] },
  { code: '36', name: 'Telangana', also: ['TS', 'TG', 'Telengana'] },
  { code: '37', name: 'Andhra Pradesh', also: ['AP', 'AD'] },
  { code: '38', name: 'Ladakh', utgst: true, also: ['LA'] },
  { code: '97', name: 'Other Territory', utgst: true },
];

/** The states of today, and "Other Territory". */
export const states: readonly State[] = entries.map(({ code, name, utgst }) => ({
  code,
  name,
  union_territory: utgst ?? false,
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

/** How the state of a code is shown: `24-Gujarat`; a code that is none as it stands. */
export function labelOfCode(code: string): string {
  const state = byCode.get(code);
  return state ? stateLabel(state) : code;
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
