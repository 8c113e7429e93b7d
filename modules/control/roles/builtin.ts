/** The built-in roles and what each may do in the control plane; the other modules add their own permissions to the same names. */
import type { Role } from '@tenantry/kernel/tenancy/roles.ts';

const DENTAL = ['dental_clinic'];
const CLINICAL = ['dental_clinic', 'clinic'];
const FACTORY = ['manufacturing'];

const LOOK = ['tenants.read'];
const RUN = [
  'tenants.*',
  'branding.*',
  'features.*',
  'settings.*',
  'members.*',
  'roles.*',
  'domains.*',
  'webhooks.*',
  'jobs.*',
  'schedules.*',
  'files.*',
  'comments.*',
  'views.*',
  'keys.read',
];

/**
 * No role has `*`: what the platform alone does is nobody's in a tenant. The owner has one right more than the admin, so that
 * an admin cannot make or unmake owners.
 */
export const builtinRoles: readonly Role[] = [
  {
    name: 'owner',
    title: 'Owner',
    organization_types: null,
    permissions: [...RUN, 'audit.*', 'usage.*', 'subscription.*'],
  },
  {
    name: 'admin',
    title: 'Administrator',
    organization_types: null,
    permissions: [...RUN, 'audit.*', 'usage.*', 'subscription.read'],
  },
  {
    name: 'manager',
    title: 'Manager',
    organization_types: null,
    permissions: [...LOOK, 'members.read', 'roles.read', 'usage.*', 'views.share'],
  },
  {
    name: 'accountant',
    title: 'Accountant',
    organization_types: null,
    permissions: [...LOOK, 'audit.read', 'views.share'],
  },
  { name: 'sales', title: 'Sales', organization_types: null, permissions: LOOK },
  { name: 'store', title: 'Store keeper', organization_types: null, permissions: LOOK },
  { name: 'dentist', title: 'Dentist', organization_types: DENTAL, permissions: LOOK },
  { name: 'doctor', title: 'Doctor', organization_types: CLINICAL, permissions: LOOK },
  { name: 'receptionist', title: 'Receptionist', organization_types: CLINICAL, permissions: LOOK },
  { name: 'nurse', title: 'Nurse', organization_types: CLINICAL, permissions: LOOK },
  { name: 'lab_technician', title: 'Lab technician', organization_types: CLINICAL, permissions: LOOK },
  { name: 'patient', title: 'Patient', organization_types: CLINICAL, permissions: [] },
  { name: 'planner', title: 'Planner', organization_types: FACTORY, permissions: LOOK },
  { name: 'operator', title: 'Machine operator', organization_types: FACTORY, permissions: LOOK },
  { name: 'quality', title: 'Quality inspector', organization_types: FACTORY, permissions: LOOK },
];
