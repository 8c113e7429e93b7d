/** What somebody with a link sees: the one document as it prints, its PDF, and a way to pay it. No account, nothing else of the organisation. */
import { day } from '@tenantry/ui/format/days.ts';
import { money } from '@tenantry/ui/format/figures.ts';
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useEffect, useState } from 'react';
import type { Static } from 'typebox';
import { currencyAmount } from '../currencies/iso4217.ts';
import { Picture } from '../print/picture.screens.tsx';
import type { SharedDocument } from './document-links.schema.ts';
import './document.css';

export default function SharedDocumentScreen(): ReactNode {
  const words = useWords();
  const app = useApp();
  const [found, setFound] = useState<Static<typeof SharedDocument> | null>(null);
  const [isGone, setGone] = useState(false);
  const token = location.hash.slice(1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the link is followed once, when the page opens
  useEffect(() => {
    app.call<Static<typeof SharedDocument>>('GET /document-links/{token}', { token }).then(
      ({ data }) => {
        setFound(data);
        document.title = `${data.title} ${data.number} · ${data.organisation}`;
      },
      () => setGone(true),
    );
  }, []);
  if (isGone)
    return (
      <main className="shared-document">
        <Banner kind="bad" title={words('paper.gone')}>
          {words('paper.gone_hint')}
        </Banner>
      </main>
    );
  if (!found) return <LoadingLine />;
  const { organisation, title, number, date, status, balance, svg, upi_url } = found;
  const shown = (rupees: number, in_currency: number | null): string =>
    in_currency === null ? money(rupees, { symbol: true }) : currencyAmount(in_currency, found.currency);
  const total = shown(found.total, found.total_in_currency);
  return (
    <main className="shared-document">
      <header>
        <div>
          <p className="shared-document-by">{organisation}</p>
          <h1>{words('paper.title', { title, number })}</h1>
          <p className="dim">{day(date)}</p>
        </div>
        <dl>
          <div>
            <dt>{words('paper.total')}</dt>
            <dd>{total}</dd>
          </div>
          {balance === null ? null : (
            <div>
              <dt>{words(balance === 0 ? 'paper.paid' : 'paper.balance')}</dt>
              <dd>{balance === 0 ? '' : shown(balance, found.balance_in_currency)}</dd>
            </div>
          )}
        </dl>
        <nav>
          <a className="shared-document-act" href={`/api/document-links/${token}/pdf`} download>
            {words('paper.pdf')}
          </a>
          {upi_url ? (
            <a className="shared-document-act" href={upi_url}>
              {words('paper.pay')}
            </a>
          ) : null}
        </nav>
      </header>
      {status === 'cancelled' || status === 'bounced' ? <Banner kind="bad" title={words('paper.cancelled')} /> : null}
      <Picture svg={svg} alt={words('paper.alt', { title, number, total })} />
    </main>
  );
}
