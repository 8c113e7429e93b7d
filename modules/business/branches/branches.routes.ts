/** The endpoints of branches. */
import { masterRoutes } from '../masters/masters.routes.ts';
import { Branch, BranchFields } from './branches.schema.ts';
import { branches } from './branches.service.ts';

export const branchRoutes = masterRoutes(branches, Branch, BranchFields);
