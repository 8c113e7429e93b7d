/** What the built-in roles may do in the business core; other modules add their own permissions to the same names. */
import type { Role } from '@tenantry/kernel/tenancy/roles.ts';

const LOOK = ['customers.read', 'vendors.read', 'products.read'];
/** Documents of sale; who writes them is not yet who cancels them. */
const DOCUMENTS = ['invoices', 'credit-notes', 'debit-notes', 'estimates', 'orders', 'challans'];
const SELL = DOCUMENTS.flatMap((noun) => [`${noun}.read`, `${noun}.write`, `${noun}.issue`, `${noun}.share`]).concat(
  'branches.read',
  'currencies.read',
  'price-lists.read',
  'hsn-rates.read',
  'payments.read',
  'payments.write',
  'payments.share',
  'accounts.read',
  'letterhead.read',
  'eway-bills.read',
  'eway-bills.write',
  'shipping-bills.read',
  'shipping-bills.write',
  'document-links.revoke',
);
const ALL = [
  'customers.*',
  'vendors.*',
  'products.*',
  'imports.*',
  ...DOCUMENTS.map((noun) => `${noun}.*`),
  'branches.*',
  'currencies.*',
  'price-lists.*',
  'series.*',
  'recurrences.*',
  'payments.*',
  'accounts.*',
  'journals.*',
  'bank-lines.*',
  'reports.*',
  'reminder-rules.*',
  'period-locks.read',
  'period-locks.write',
  'letterhead.*',
  'document-links.*',
  'gst.*',
  'gst-registrations.*',
  'eway-bills.*',
  'eway-limits.*',
  'gst-values.*',
  'hsn-rates.*',
  'gst-amendments.*',
  'shipping-bills.*',
  'gst-filings.read',
  'gst-filings.write',
  'files.write',
];
/** What opens again what was closed. */
const OPEN = ['period-locks.open', 'gst-filings.unfile'];
const CLINICAL = ['dental_clinic', 'clinic'];

export const businessRoles: readonly Role[] = [
  { name: 'owner', title: 'Owner', organization_types: null, permissions: [...ALL, ...OPEN] },
  { name: 'admin', title: 'Administrator', organization_types: null, permissions: [...ALL, ...OPEN] },
  { name: 'manager', title: 'Manager', organization_types: null, permissions: ALL },
  { name: 'accountant', title: 'Accountant', organization_types: null, permissions: ALL },
  {
    name: 'sales',
    title: 'Sales',
    organization_types: null,
    permissions: ['customers.*', ...SELL, 'imports.*', 'files.write', 'products.read', 'products.export'],
  },
  {
    name: 'store',
    title: 'Store keeper',
    organization_types: null,
    permissions: ['products.*', 'hsn-rates.read', 'imports.*', 'files.write', 'vendors.read', 'customers.read'],
  },
  {
    name: 'receptionist',
    title: 'Receptionist',
    organization_types: CLINICAL,
    permissions: ['customers.read', 'customers.write', ...SELL, 'files.write', 'products.read'],
  },
  {
    name: 'dentist',
    title: 'Dentist',
    organization_types: ['dental_clinic'],
    permissions: ['products.read', 'customers.read'],
  },
  { name: 'doctor', title: 'Doctor', organization_types: CLINICAL, permissions: ['products.read', 'customers.read'] },
  { name: 'nurse', title: 'Nurse', organization_types: CLINICAL, permissions: ['products.read'] },
  { name: 'lab_technician', title: 'Lab technician', organization_types: CLINICAL, permissions: ['products.read'] },
  { name: 'planner', title: 'Planner', organization_types: ['manufacturing'], permissions: LOOK },
  {
    name: 'operator',
    title: 'Machine operator',
    organization_types: ['manufacturing'],
    permissions: ['products.read'],
  },
  {
    name: 'quality',
    title: 'Quality inspector',
    organization_types: ['manufacturing'],
    permissions: ['products.read', 'vendors.read'],
  },
];
