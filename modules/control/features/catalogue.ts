/** Features whose parts of the product come with later modules, and those that every organisation type shares. */
import type { Feature } from '@tenantry/kernel/tenancy/features.ts';

const EVERY = ['basic', 'premium', 'enterprise', 'custom'];
const PREMIUM = ['premium', 'enterprise', 'custom'];
const CLINICAL = ['dental_clinic', 'clinic'];

/** A feature belongs to the module that it gates and moves there with that module; each line says what that will be. */
export const features: readonly Feature[] = [
  // Stock moves, warehouses and valuation: the business module's stock.
  { name: 'inventory_management', title: 'Inventory', organization_types: null, plans: EVERY },
  // Scheduled reports and drill-down: the business module's reports.
  { name: 'advanced_reporting', title: 'Advanced reports', organization_types: null, plans: PREMIUM },
  // Forecasts and dashboards over many periods: the business module's cash flow.
  { name: 'advanced_analytics', title: 'Advanced analytics', organization_types: null, plans: PREMIUM },
  // API keys of a tenant: the kernel's keys, switched here because plans are.
  { name: 'api_access', title: 'API access', organization_types: null, plans: EVERY },
  // Name, logo and further colours of one's own, and changing them: branding beside this folder.
  { name: 'branding', title: 'Branding', organization_types: null, plans: PREMIUM },
  // Passkeys at sign-in: the kernel's identity.
  { name: 'biometric_auth', title: 'Sign-in by fingerprint or face', organization_types: null, plans: PREMIUM },
  // Patients, consents and prescriptions: the care module.
  { name: 'patient_management', title: 'Patients', organization_types: CLINICAL, plans: EVERY },
  // Appointments by practitioner and room: the care module.
  { name: 'appointment_scheduling', title: 'Appointments', organization_types: CLINICAL, plans: EVERY },
  // Dental chart and treatment plans: the dental module.
  { name: 'dental_management', title: 'Dental practice', organization_types: ['dental_clinic'], plans: EVERY },
  // Treatments with cost and history: the dental module.
  { name: 'treatment_tracking', title: 'Treatments', organization_types: ['dental_clinic'], plans: EVERY },
  // Supplies used in treatments taken from stock: the dental module.
  { name: 'dental_supplies', title: 'Dental supplies', organization_types: ['dental_clinic'], plans: EVERY },
  // Visits, queue and vitals: the clinic module.
  { name: 'clinic_management', title: 'Out-patient clinic', organization_types: ['clinic'], plans: EVERY },
  // Test catalogue, samples and results: the clinic module.
  { name: 'laboratory', title: 'Laboratory', organization_types: ['clinic'], plans: EVERY },
  // Bills of material: the manufacturing module.
  { name: 'bom_management', title: 'Bills of material', organization_types: ['manufacturing'], plans: EVERY },
  // Production orders and work centres: the manufacturing module.
  { name: 'production_tracking', title: 'Production', organization_types: ['manufacturing'], plans: EVERY },
  // Issue and requirements of material: the manufacturing module.
  { name: 'material_management', title: 'Material', organization_types: ['manufacturing'], plans: EVERY },
  // Inspections and certificates: the manufacturing module.
  { name: 'quality_management', title: 'Quality', organization_types: ['manufacturing'], plans: PREMIUM },
];
