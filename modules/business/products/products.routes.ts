/** The endpoints of products. */
import { importRoutes } from '../imports/imports.routes.ts';
import { masterRoutes } from '../masters/masters.routes.ts';
import { productSheet } from './products.import.ts';
import { Product, ProductFields } from './products.schema.ts';
import { products } from './products.service.ts';

export const productRoutes = [
  ...masterRoutes(products, Product, ProductFields),
  ...importRoutes(products, productSheet),
];
