/** What a portal would not take of many: by reason, each document with what it lacks and where that is mended. */
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { said, useWords, type Words } from '@tenantry/ui/words/words.tsx';
import type { MouseEvent, ReactNode } from 'react';
import type { LeftOut } from './printouts.schema.ts';

type Said = LeftOut['errors'][number] | LeftOut;

/** Reasons of ours have words here; what the shape of the file forbids is said as of any form. */
function say(words: Words, one: Said): string {
  return one.code?.startsWith('einvoice.')
    ? words(`printouts.why_${one.code.slice('einvoice.'.length)}`, one.values)
    : said.inWords(one);
}

function Link({ to, children }: { to: string; children: ReactNode }): ReactNode {
  const place = usePlace();
  const follow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    place.go(to);
  };
  return (
    <a href={place.href(to)} onClick={follow}>
      {children}
    </a>
  );
}

export function LeftOutList({ noun, rows }: { noun: string; rows: readonly LeftOut[] }): ReactNode {
  const words = useWords();
  const reasons = Map.groupBy(rows, (row) => say(words, row));
  return (
    <>
      <Banner kind="wait" title={words('printouts.left_out', { count: rows.length })}>
        {words('printouts.left_out_hint')}
      </Banner>
      {[...reasons].map(([reason, own]) => (
        <section key={reason} aria-label={reason}>
          <h2>{reason}</h2>
          <ul className="printout-left">
            {own.map(({ document_id, number, errors }) => (
              <li key={document_id}>
                <Link to={`/${noun}/${document_id}`}>{number ?? words('printouts.draft')}</Link>
                {errors.map((error) => (
                  <span key={error.pointer}>{say(words, error)}</span>
                ))}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
