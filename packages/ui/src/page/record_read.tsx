/** A record for who may only read it. */
import type { ReactNode } from 'react';
import { DefinitionList } from '../parts/details.tsx';
import { useWords } from '../words/words.tsx';
import type { Page } from './page.ts';
import type { PageRecord } from './resource.ts';
import { fieldsOfForm, saying } from './value_text.ts';

export default function RecordRead({ page, record }: { page: Page; record: PageRecord | null }): ReactNode {
  const words = useWords();
  const fields = [...fieldsOfForm(page).values()];
  const named = fields.flatMap(({ name, from }) => {
    const [id, shown] = [record?.[name], from && record?.[from.shown]];
    return typeof id === 'string' && typeof shown === 'string' ? [[id, shown] as const] : [];
  });
  const said = saying(page, words, new Map(named));
  return (
    <DefinitionList
      details={fields.map(({ name }) => ({ name: words(`${page.words}.${name}`), value: said(name, record?.[name]) }))}
    />
  );
}
