/** Printing many from a list: as one PDF, or as a ZIP of PDFs; a page of its own shows how far it is. */
import type { PageAct } from '@tenantry/ui/page/page.ts';

/** What the list of a noun offers for what is selected, and for the whole filter. */
export const printMany = (noun: string): PageAct[] =>
  (['pdf', 'zip'] as const).map((form) => ({
    key: `print_${form}`,
    label: `printing.many_${form}`,
    permission: `${noun}.read`,
    async run(input, { place }) {
      const { data } = await place.call<{ id: string }>(`POST /${noun}/printouts`, { ...input, form });
      place.go(`/printouts/${data.id}`, { search: { from: noun } });
    },
  }));
