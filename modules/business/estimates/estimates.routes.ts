/** The endpoints of estimates. */
import { paperRoutes } from '../documents/papers.routes.ts';
import { Estimate, EstimateFields, EstimateHead, EstimatePreview, estimates } from './estimates.service.ts';

export const estimateRoutes = paperRoutes(estimates, {
  Head: EstimateHead,
  Answer: Estimate,
  Fields: EstimateFields,
  Preview: EstimatePreview,
});
