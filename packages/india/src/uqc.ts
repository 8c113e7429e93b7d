/** Unit quantity codes (UQC): the 45 units that GST returns and e-invoices know, and the words that people use for them. */

/** Code → what it stands for, as the portal lists them. */
export const UQC: Readonly<Record<string, string>> = {
  BAG: 'bags',
  BAL: 'bale',
  BDL: 'bundles',
  BKL: 'buckles',
  BOU: 'billions of units',
  BOX: 'box',
  BTL: 'bottles',
  BUN: 'bunches',
  CAN: 'cans',
  CBM: 'cubic metre',
  CCM: 'cubic centimetre',
  CMS: 'centimetre',
  CTN: 'cartons',
  DOZ: 'dozen',
  DRM: 'drum',
  GGK: 'great gross',
  GMS: 'grams',
  GRS: 'gross',
  GYD: 'gross yards',
  KGS: 'kilograms',
  KLR: 'kilolitre',
  KME: 'kilometre',
  LTR: 'litres',
  MLT: 'millilitre',
  MTR: 'metre',
  MTS: 'metric ton',
  NOS: 'numbers',
  OTH: 'others',
  PAC: 'packs',
  PCS: 'pieces',
  PRS: 'pairs',
  QTL: 'quintal',
  ROL: 'rolls',
  SET: 'sets',
  SQF: 'square feet',
  SQM: 'square metre',
  SQY: 'square yards',
  TBS: 'tablets',
  TGM: 'ten grams',
  THD: 'thousands',
  TON: 'tonnes',
  TUB: 'tubes',
  UGS: 'US gallons',
  UNT: 'units',
  YDS: 'yards',
};

/** Short forms, and units that the portal has no code for and takes as `OTH`. */
const USED: Readonly<Record<string, string>> = {
  no: 'NOS',
  num: 'NOS',
  each: 'NOS',
  ea: 'NOS',
  kg: 'KGS',
  kilo: 'KGS',
  g: 'GMS',
  gm: 'GMS',
  gram: 'GMS',
  l: 'LTR',
  lt: 'LTR',
  ltrs: 'LTR',
  liter: 'LTR',
  ml: 'MLT',
  m: 'MTR',
  mtrs: 'MTR',
  meter: 'MTR',
  cm: 'CMS',
  km: 'KME',
  sqft: 'SQF',
  sqm: 'SQM',
  sqmtr: 'SQM',
  cum: 'CBM',
  mt: 'MTS',
  ton: 'TON',
  pc: 'PCS',
  piece: 'PCS',
  pr: 'PRS',
  dz: 'DOZ',
  dzn: 'DOZ',
  pkt: 'PAC',
  packet: 'PAC',
  pack: 'PAC',
  boxes: 'BOX',
  bale: 'BAL',
  tab: 'TBS',
  strip: 'OTH',
  vial: 'OTH',
  ampoule: 'OTH',
  hour: 'OTH',
  hr: 'OTH',
  day: 'OTH',
  month: 'OTH',
  visit: 'OTH',
  session: 'OTH',
  job: 'OTH',
};

const fold = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');

const byWord = new Map<string, string>(Object.entries(USED));
for (const [code, name] of Object.entries(UQC)) {
  const full = fold(name);
  for (const word of [full, full.replace(/s$/, ''), `${full}s`]) if (!byWord.has(word)) byWord.set(word, code);
}
for (const code of Object.keys(UQC)) byWord.set(code.toLowerCase(), code);

/**
 * The code of a unit as people write it: `KGS`, `kg`, `Kilograms`, `NOS-NUMBERS`. Null when nobody could know what is meant;
 * units that exist but have no code (strip, hour) are `OTH`.
 */
export function uqcOf(text: string): string | null {
  const portal = /^\s*([A-Z]{3})\s*-/i.exec(text)?.[1]?.toUpperCase();
  if (portal && Object.hasOwn(UQC, portal)) return portal;
  const word = fold(text);
  return byWord.get(word) ?? byWord.get(word.replace(/s$/, '')) ?? null;
}
