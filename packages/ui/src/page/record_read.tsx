/** A record for who may only read it, and its values as people read them. */
import type { ReactNode } from 'react';
import type { FormField } from '../form/form_field.tsx';
import { DefinitionList } from '../parts/details.tsx';
import { useWords, type Words } from '../words/words.tsx';
import type { PageRecord } from './resource.ts';

export function textOf(value: unknown, words: Words): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return words(value ? 'grid.yes' : 'grid.no');
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map((one) => textOf(one, words)).join('; ');
  if (typeof value === 'object')
    return Object.values(value)
      .filter((one) => one !== null && one !== '')
      .join(', ');
  return String(value);
}

export default function RecordRead({ fields, record }: RecordReadProps): ReactNode {
  const words = useWords();
  return (
    <DefinitionList
      details={fields.map(({ name, label, choices }) => ({
        name: label,
        value: choices?.find(({ value }) => value === record?.[name])?.label ?? textOf(record?.[name], words),
      }))}
    />
  );
}

interface RecordReadProps {
  fields: readonly FormField[];
  record: PageRecord | null;
}
