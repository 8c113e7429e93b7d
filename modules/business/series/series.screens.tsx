/** The pages of series of numbers: the branch by its name, and what the numbers will look like while one types. */
import resource from 'virtual:resources/series';
import { definePage } from '@tenantry/ui/page/page.ts';
import { Preview } from './preview.screens.tsx';

export default definePage({
  resource,
  words: 'series',
  title: 'template',
  detail: 'branch_name',
  columns: [
    { name: 'template', width: 180, phone: 'title' },
    { name: 'document_type', width: 170, phone: 'note' },
    { name: 'branch_name', width: 150, phone: 'note' },
    { name: 'example', width: 170, phone: 'figure' },
    { name: 'longest', width: 170 },
    { name: 'is_active', hidden: true },
    { name: 'updated_at', hidden: true },
  ],
  form: {
    what: [
      'document_type',
      {
        name: 'branch_id',
        hint: true,
        from: { noun: 'branches', label: 'name', note: 'code', shown: 'branch_name', query: { is_active: 'true' } },
      },
      { name: 'template', hint: true },
    ],
  },
  Below: Preview,
});
