/** Today: where the day begins: the first steps while there are some, what waits for the person, what he worked on last. */
import { Link } from '@tanstack/react-router';
import { day, dayOf, moment } from '@tenantry/ui/format/days.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useEffect, useState } from 'react';
import type { RecentRecord } from '../client/kept.ts';
import { type Me, useSession } from '../client/session.ts';
import { screensFor } from '../shell/navigation.ts';
import { NoticeList } from '../shell/notices.tsx';
import { Checklist } from './checklist.tsx';
import { TodayFigures } from './figures.tsx';

/** Records that he opened in this browser, the latest first. */
function Recent({ me, zone }: { me: Me; zone: string }) {
  const words = useWords();
  const [records, setRecords] = useState<readonly RecentRecord[]>([]);
  useEffect(() => {
    import('../client/kept.ts').then(({ recentRecords }) => recentRecords(8)).then(setRecords, () => {});
  }, []);
  const paths = new Set(screensFor(me).map(({ path }) => path));
  const shown = records.filter(({ noun }) => paths.has(`/${noun}/$id`));
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="today-recent">
      <h2 id="today-recent">{words('today.recent')}</h2>
      <ul className="ruled">
        {shown.map(({ noun, id, title, at }) => (
          <li key={id}>
            <Link to={`/${noun}/${id}` as '/'}>{title}</Link>
            <span className="dim">
              {words(`nav.${noun}`)} · {moment(new Date(at).toISOString(), zone)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Today() {
  const words = useWords();
  const { me } = useSession();
  if (!me) return null;
  const zone = me.tenant?.time_zone ?? 'Asia/Kolkata';
  return (
    <div className="sheet-body">
      <h1>{words('nav.today')}</h1>
      <p>
        {words('shell.welcome', { name: me.user.name })}{' '}
        <span className="dim">{day(dayOf(new Date().toISOString(), zone))}</span>
      </p>
      <Checklist />
      <TodayFigures />
      <NoticeList me={me} limit={8} onlyUnread title={words('notices.for_you')} />
      <Recent me={me} zone={zone} />
      <p>
        <a href="/docs">{words('shell.reference')}</a>
      </p>
    </div>
  );
}
