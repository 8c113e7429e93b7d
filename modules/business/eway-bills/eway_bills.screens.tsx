/** The list of e-way bills by where they stand; one is prepared on the page of its invoice. */
import resource from 'virtual:resources/eway-bills';
import { definePage } from '@tenantry/ui/page/page.ts';
import { EWAY_MARKS } from './eway_marks.screens.tsx';

const { list } = resource.routes;

export default definePage({
  resource: { ...resource, routes: { ...(list && { list }) } },
  words: 'eway-bills',
  title: 'number',
  columns: [
    { name: 'number', width: 150, phone: 'title' },
    { name: 'document_number', width: 150, phone: 'note' },
    {
      name: 'state',
      width: 140,
      phone: 'state',
      marks: EWAY_MARKS,
    },
    { name: 'made_at', width: 150, phone: 'note' },
    { name: 'valid_until', width: 150, phone: 'note' },
    { name: 'distance_km', width: 90 },
    { name: 'transporter_gstin', width: 150 },
    { name: 'vehicle_type', hidden: true },
    { name: 'extended', hidden: true },
  ],
  form: {},
});
