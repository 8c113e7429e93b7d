/** How files of customers and vendors look: titles of programs and people, words, and the rows of the template. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import type { Words } from '../imports/imports.cells.ts';
import type { Titles } from '../imports/imports.mapping.ts';
import type { MatchKey, SheetForm } from '../imports/imports.rows.ts';
import { partyMatchKey } from './parties.service.ts';

const titles: Titles = {
  id: ['Id'],
  name: [
    'Name',
    'Party',
    'Party name',
    'Customer',
    'Customer name',
    'Vendor',
    'Vendor name',
    'Supplier',
    'Supplier name',
    'Ledger',
    'Ledger name',
    'Name of ledger',
    'Company',
    'Company name',
    'Business name',
    'Display name',
    'Particulars',
    'नाम',
    'ग्राहक',
    'ग्राहक का नाम',
    'विक्रेता',
    'आपूर्तिकर्ता',
    'पार्टी',
  ],
  gstin: [
    'GSTIN',
    'GST No',
    'GST number',
    'GSTIN/UIN',
    'GSTIN No',
    'Party GSTIN',
    'GST registration number',
    'GST identification number',
    'जीएसटीआईएन',
    'जीएसटी नंबर',
  ],
  pan: ['PAN', 'PAN No', 'PAN number', 'PAN/IT No', 'Income tax number', 'पैन'],
  category: ['Category', 'GST category', 'Registration type', 'GST registration type', 'GST treatment', 'श्रेणी'],
  contact_person: ['Contact person', 'Contact', 'Contact name', 'Attention', 'संपर्क व्यक्ति'],
  phone: [
    'Phone',
    'Mobile',
    'Phone no',
    'Phone number',
    'Mobile no',
    'Mobile number',
    'Contact no',
    'Contact number',
    'Telephone',
    'WhatsApp',
    'फ़ोन',
    'फोन',
    'मोबाइल',
    'मोबाइल नंबर',
  ],
  email: ['E-mail', 'Email', 'Email id', 'Email address', 'Mail', 'ईमेल'],
  address_line1: ['Address', 'Address line 1', 'Address 1', 'Billing address', 'Street', 'Mailing address', 'पता'],
  address_line2: ['Address line 2', 'Address 2', 'Locality', 'Area', 'Landmark'],
  city: ['City', 'Town', 'District', 'शहर', 'नगर'],
  state: ['State', 'State name', 'State code', 'Billing state', 'Place of supply', 'राज्य'],
  pincode: ['PIN code', 'Pin', 'Pincode', 'Postal code', 'Zip', 'Zip code', 'पिन', 'पिनकोड', 'पिन कोड'],
  country: ['Country', 'Country of residence', 'देश'],
  addresses: ['Further addresses'],
  terms_days: [
    'Credit days',
    'Terms',
    'Terms days',
    'Payment terms',
    'Credit period',
    'Due days',
    'Default credit period',
    'उधार दिन',
  ],
  credit_limit: ['Credit limit', 'Limit', 'उधार सीमा'],
  opening_balance: ['Opening balance', 'Opening', 'Balance', 'Closing balance', 'Op bal', 'प्रारंभिक शेष', 'आरंभिक शेष'],
  notes: ['Notes', 'Remarks', 'Narration', 'Comments', 'टिप्पणी'],
  is_active: ['Active', 'Status', 'सक्रिय'],
};

const words: Words = {
  category: {
    regular: 'registered_regular',
    registered: 'registered_regular',
    registered_business_regular: 'registered_regular',
    registered_composition: 'composition',
    registered_business_composition: 'composition',
    composition_scheme: 'composition',
    special_economic_zone: 'sez',
    sez_unit: 'sez',
    isd: 'input_service_distributor',
    unregistered_business: 'unregistered',
    unregistered_consumer: 'unregistered',
    consumer: 'unregistered',
    unknown: 'unregistered',
    export: 'overseas',
    uin: 'uin_holder',
    embassy_un_body: 'uin_holder',
  },
};

function keys({ name, gstin }: Row): MatchKey[] {
  const clean = typeof gstin === 'string' ? gstin.replace(/\s/g, '').toUpperCase() : '';
  return [
    { field: 'gstin', column: 'gstin', value: clean || null, unique: false },
    { field: 'name', column: 'match_key', value: typeof name === 'string' ? partyMatchKey(name) : null, unique: false },
  ];
}

/** Branches of one firm have the same name and different GSTINs. */
function differs(values: Row, record: Row): boolean {
  const own = keys(values)[0]?.value;
  return Boolean(own && record.gstin && own !== record.gstin);
}

const samples: SheetForm['samples'] = [
  {
    name: 'Asha Stores',
    gstin: '27AABFS1234A1ZV',
    category: 'registered_regular',
    contact_person: 'Asha Rao',
    phone: '+91 90000 00001',
    email: 'accounts@asha-stores.example',
    address_line1: '12 Linking Road',
    city: 'Mumbai',
    state: 'Maharashtra',
    pincode: '400050',
    country: 'India',
    terms_days: 30,
    credit_limit: 100000,
    opening_balance: 2500.5,
    notes: 'Calls before delivery',
  },
  { name: 'Walk-in sales', state: 'Karnataka', country: 'India' },
];

export const customerSheet: SheetForm = { titles, words, samples, keys, differs };
export const vendorSheet: SheetForm = { ...customerSheet, credit: new Set(['opening_balance']) };
