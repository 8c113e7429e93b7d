/** The business core: what every organisation has, whatever its trade — whom it trades with, and what it trades. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import type { Module } from '@tenantry/kernel/http/module.ts';
import { importJob, undoJob } from './imports/imports.jobs.ts';
import { batchRoutes } from './imports/imports.routes.ts';
import { invoiceRoutes } from './invoices/invoices.routes.ts';
import { invoiceRecord } from './invoices/invoices.service.ts';
import { customerSheet, vendorSheet } from './parties/parties.import.ts';
import { partyRoutes } from './parties/parties.routes.ts';
import { customers, vendors } from './parties/parties.service.ts';
import { productSheet } from './products/products.import.ts';
import { productRoutes } from './products/products.routes.ts';
import { productRecord, products } from './products/products.service.ts';
import { businessRoles } from './roles.ts';

const nameOf = (row: Row): string => row.name as string;
/** What tells two parties of one name apart. */
const placeOf = ({ phone, city }: Row): string | null => [phone, city].filter(Boolean).join(', ') || null;

const masters = [customers, vendors, products];

export const business: Module = {
  name: 'business',
  routes: [...partyRoutes, ...productRoutes, ...invoiceRoutes, ...batchRoutes(masters)],
  jobs: [
    importJob(customers, customerSheet),
    importJob(vendors, vendorSheet),
    importJob(products, productSheet),
    undoJob(masters),
  ],
  features: [],
  roles: businessRoles,
  migrations: new URL('./migrations/', import.meta.url),
  searches: [
    { record: customers.record, permission: 'customers.read', title: nameOf, detail: placeOf },
    { record: vendors.record, permission: 'vendors.read', title: nameOf, detail: placeOf },
    {
      record: productRecord,
      permission: 'products.read',
      title: nameOf,
      detail: (row) => row.category as string | null,
    },
    {
      record: invoiceRecord,
      permission: 'invoices.read',
      title: (row) => (row.number as string | null) ?? 'Draft',
      detail: (row) => (row.buyer as { name: string }).name,
    },
  ],
  counts: { products: 'select count(*) from products where tenant_id = $1 and is_active' },
  figures: {
    products: 'select count(*) from products where tenant_id = $1 and is_active',
    customers: "select count(*) from parties where tenant_id = $1 and kind = 'customer'",
    vendors: "select count(*) from parties where tenant_id = $1 and kind = 'vendor'",
  },
};
