/** The endpoints of customers and vendors. */
import { importRoutes } from '../imports/imports.routes.ts';
import { masterRoutes } from '../masters/masters.routes.ts';
import { customerSheet, vendorSheet } from './parties.import.ts';
import { Customer, CustomerFields, Party, PartyFields } from './parties.schema.ts';
import { customers, vendors } from './parties.service.ts';

export const partyRoutes = [
  ...masterRoutes(customers, Customer, CustomerFields),
  ...importRoutes(customers, customerSheet),
  ...masterRoutes(vendors, Party, PartyFields),
  ...importRoutes(vendors, vendorSheet),
];
