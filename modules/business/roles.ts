/** What the built-in roles may do in the business core; other modules add their own permissions to the same names. */
import type { Role } from '@tenantry/kernel/tenancy/roles.ts';

const LOOK = ['customers.read', 'vendors.read', 'products.read'];
const SELL = ['invoices.read', 'invoices.write', 'invoices.issue'];
const ALL = ['customers.*', 'vendors.*', 'products.*', 'imports.*', 'invoices.*', 'files.write'];
const CLINICAL = ['dental_clinic', 'clinic'];

export const businessRoles: readonly Role[] = [
  { name: 'owner', title: 'Owner', organization_types: null, permissions: ALL },
  { name: 'admin', title: 'Administrator', organization_types: null, permissions: ALL },
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
    permissions: ['products.*', 'imports.*', 'files.write', 'vendors.read', 'customers.read'],
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
