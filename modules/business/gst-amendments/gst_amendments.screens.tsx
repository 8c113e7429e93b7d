/** The list of amendments: what later returns put right. They are begun from a filed return's documents. */
import resource from 'virtual:resources/gst-amendments';
import { definePage } from '@tenantry/ui/page/page.ts';

const { list, get } = resource.routes;

export default definePage({
  resource: { ...resource, routes: { ...(list && { list }), ...(get && { get }) } },
  words: 'gst-amendments',
  title: 'number',
  columns: [
    { name: 'number', width: 150, phone: 'title' },
    { name: 'original_period', width: 110, phone: 'note' },
    { name: 'period', width: 110, phone: 'state' },
    { name: 'gstin', width: 150 },
    { name: 'buyer_gstin', width: 150 },
    { name: 'place_of_supply', width: 90 },
    { name: 'reason', width: 230, phone: 'note' },
    { name: 'changed_by', hidden: true },
    { name: 'created_at', hidden: true },
  ],
  form: {},
});
