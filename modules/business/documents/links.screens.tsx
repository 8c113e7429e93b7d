/** What came before a document and what came of it: each a link. */

import { day } from '@tenantry/ui/format/days.ts';
import { money } from '@tenantry/ui/format/figures.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { AppLink } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useEffect } from 'react';
import type { Journal } from '../journals/journals.schema.ts';
import type { Desk } from './desk.screens.tsx';
import type { Link } from './links.ts';

export function Links({ desk, id, changes }: { desk: Desk; id: string; changes: number }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { noun } = desk.page.resource;
  const { data, again } = useLoaded<Link[]>(`GET /${noun}/{${desk.one}}/links`, { [desk.one]: id });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the record may have led to another
  useEffect(again, [changes]);
  const books = useLoaded<Journal[]>(place.allows('journals.read') ? 'GET /journals' : null, {
    ...{ source: noun, source_id: id, sort: 'created_at', limit: 20 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: issued or cancelled, it is in the books
  useEffect(books.again, [changes]);
  const vouchers = books.data ?? [];
  if (!data || data.length + vouchers.length === 0) return null;
  return (
    <nav className="document-links" aria-label={words('documents.links')}>
      {(['from', 'into'] as const)
        .map((way) => [way, data.filter((link) => link.way === way)] as const)
        .filter(([, links]) => links.length > 0)
        .map(([way, links]) => (
          <section key={way}>
            <h2>{words(`documents.links_${way}`)}</h2>
            <ul>
              {links.map((link) => (
                <li key={link.id}>
                  <a
                    href={place.href(`/${link.noun}/${link.id}`)}
                    onClick={(event) => {
                      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                      event.preventDefault();
                      place.go(`/${link.noun}/${link.id}`);
                    }}
                  >
                    {words(`${link.noun}.title`, { number: link.number ?? words('documents.status_draft') })}
                  </a>
                  <span>{words(`documents.status_${link.status}`)}</span>
                  <span className="document-figure">{money(link.total)}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      {vouchers.length > 0 ? (
        <section>
          <h2>{words('documents.in_books')}</h2>
          <ul>
            {vouchers.map(({ id: voucher, kind, date, amount }) => (
              <li key={voucher}>
                <AppLink to={`/journals/${voucher}`}>{words(`documents.voucher_${kind}`)}</AppLink>
                <span>{day(date)}</span>
                <span className="document-figure">{money(amount)}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </nav>
  );
}
