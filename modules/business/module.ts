/** The business core: what every organisation has, whatever its trade — whom it trades with, and what it trades. */
import type { Module } from '@tenantry/kernel/http/module.ts';
import { batchRoutes } from './imports/imports.routes.ts';
import { partyRoutes } from './parties/parties.routes.ts';
import { customers, vendors } from './parties/parties.service.ts';
import { productRoutes } from './products/products.routes.ts';
import { products } from './products/products.service.ts';
import { businessRoles } from './roles.ts';

export const business: Module = {
  name: 'business',
  routes: [...partyRoutes, ...productRoutes, ...batchRoutes([customers, vendors, products])],
  features: [],
  roles: businessRoles,
  migrations: new URL('./migrations/', import.meta.url),
  figures: {
    products: 'select count(*) from products where tenant_id = $1',
    customers: "select count(*) from parties where tenant_id = $1 and kind = 'customer'",
    vendors: "select count(*) from parties where tenant_id = $1 and kind = 'vendor'",
  },
};
