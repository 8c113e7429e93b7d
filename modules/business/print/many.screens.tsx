/** One file of many from a list: a PDF, a ZIP of PDFs, or what a portal's bulk tool reads; a page of its own shows how far it is. */
import type { PageAct } from '@tenantry/ui/page/page.ts';

/** What the list of a noun offers for what is selected, and for the whole filter. */
export const printMany = (noun: string, ...portal: ('einvoice' | 'eway_bill')[]): PageAct[] =>
  (['pdf', 'zip', ...portal] as const).map((form) => ({
    key: `print_${form}`,
    label: `printing.many_${form}`,
    permission: `${noun}.read`,
    async run(input, { place }) {
      const { data } = await place.call<{ id: string }>(`POST /${noun}/printouts`, { ...input, form });
      place.go(`/printouts/${data.id}`, { search: { from: noun } });
    },
  }));
