/** The pages of customers. */
import resource from 'virtual:resources/customers';
import { lazy } from 'react';
import { partyPage } from './parties.screens.tsx';

export default { ...partyPage(resource), Above: lazy(() => import('./customer_account.screens.tsx')) };
