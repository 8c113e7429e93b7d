/** The endpoints of sales orders. */
import { paperRoutes } from '../documents/papers.routes.ts';
import { Order, OrderFields, OrderHead, OrderPreview, orders } from './orders.service.ts';

export const orderRoutes = paperRoutes(orders, {
  Head: OrderHead,
  Answer: Order,
  Fields: OrderFields,
  Preview: OrderPreview,
});
