/** The screens of the business core. */
import { pageScreens } from '@tenantry/ui/page/screens.ts';
import type { ModuleScreens } from '@tenantry/ui/screens/screen.ts';

export const screens: ModuleScreens = {
  module: 'business',
  screens: [
    ...pageScreens({
      noun: 'invoices',
      group: 'sell',
      key: 'i',
      words: 'invoices',
      load: () => import('./invoices/invoices.screens.tsx'),
      record: () => import('./invoices/invoice.screens.tsx'),
    }),
    ...pageScreens({
      noun: 'customers',
      group: 'sell',
      key: 'c',
      imports: true,
      load: () => import('./parties/customers.screens.tsx'),
    }),
    ...pageScreens({
      noun: 'vendors',
      group: 'buy',
      key: 'v',
      imports: true,
      load: () => import('./parties/vendors.screens.tsx'),
    }),
    ...pageScreens({
      noun: 'products',
      group: 'stock',
      key: 'p',
      imports: true,
      load: () => import('./products/products.screens.tsx'),
    }),
  ],
};
