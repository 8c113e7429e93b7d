/** Where the prices of a draft's lines come from, said below what it comes to. */
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import type { Shown } from './desk.screens.tsx';

const TOLD = ['customer', 'price_list', 'product'] as const;

export function PricesFrom({ of }: { of: Shown | null }): ReactNode {
  const words = useWords();
  const told = TOLD.flatMap((source) => {
    const lines = (of?.lines ?? []).filter(({ price_source }) => price_source === source).map(({ line }) => line);
    return lines.length > 0 ? [{ source, lines: lines.join(', '), count: lines.length }] : [];
  });
  // Where each has the product's own price there is nothing to tell.
  if (!told.some(({ source }) => source !== 'product')) return null;
  return (
    <ul className="document-prices dim">
      {told.map(({ source, lines, count }) => (
        <li key={source}>{words(`documents.price_${source}`, { lines, count })}</li>
      ))}
    </ul>
  );
}
