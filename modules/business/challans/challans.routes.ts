/** The endpoints of delivery challans. */
import { paperRoutes } from '../documents/papers.routes.ts';
import { Challan, ChallanFields, ChallanHead, ChallanPreview, challans } from './challans.service.ts';

export const challanRoutes = paperRoutes(challans, {
  Head: ChallanHead,
  Answer: Challan,
  Fields: ChallanFields,
  Preview: ChallanPreview,
});
