/** The endpoints of accounts. */
import { masterRoutes } from '../masters/masters.routes.ts';
import { Account, AccountFields } from './accounts.schema.ts';
import { accounts } from './accounts.service.ts';

export const accountRoutes = [...masterRoutes(accounts, Account, AccountFields)];
