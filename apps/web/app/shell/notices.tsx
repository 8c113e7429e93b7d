/** What happened for the person: who named him, whose work is over, what needs him; on its page, in the panel, and on Today. */
import { Link } from '@tanstack/react-router';
import { moment } from '@tenantry/ui/format/days.ts';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Pop } from '@tenantry/ui/pop/pop.tsx';
import { useWords, type Words } from '@tenantry/ui/words/words.tsx';
import { type RefObject, useEffect, useState } from 'react';
import { call } from '../client/api.ts';
import { readUnread, useNewsTurn } from '../client/live.ts';
import { type Me, useSession } from '../client/session.ts';
import { screensFor } from './navigation.ts';
import './notices.css';

interface Notice {
  id: string;
  kind: 'mention' | 'job_done' | 'job_failed' | 'limit_near' | 'limit_full' | 'alert';
  subject: string;
  subject_id: string | null;
  detail: string | null;
  title: string | null;
  by_name: string | null;
  read_at: string | null;
  created_at: string;
}

/** What it says, in the person's language. */
function textOf({ kind, subject, detail, title, by_name }: Notice, words: Words): string {
  const [noun = '', verb = ''] = detail?.split('.') ?? [];
  switch (kind) {
    case 'mention':
      return words('notices.mention', { by: by_name ?? '–', title: title ?? words(`nav.${subject}`) });
    case 'job_done':
    case 'job_failed':
      return verb === 'import'
        ? words(`notices.${kind}_import`, { of: words(`nav.${noun}`) })
        : words(`notices.${kind}`);
    case 'limit_near':
    case 'limit_full':
      return words(`notices.${kind}`, { limit: words(`notices.${detail}`) });
    case 'alert':
      return words(`notices.alert_${detail}`);
  }
}

/** Where one sees to it; null where there is no page, or none for this person. */
function pathOf({ kind, subject, subject_id, detail }: Notice, me: Me): string | null {
  const paths = new Set(screensFor(me).map(({ path }) => path));
  const wanted =
    kind === 'mention'
      ? [`/${subject}/$id`, `/${subject}/${subject_id}`]
      : kind.startsWith('job')
        ? [`/${detail?.split('.')[0]}`]
        : [`/${subject}`];
  return paths.has(wanted[0] as string) ? (wanted.at(-1) as string) : null;
}

function useNotices(limit: number): { notices: Notice[] | null; readOne(id: string): void; readAll(): void } {
  const turn = useNewsTurn();
  const [notices, setNotices] = useState<Notice[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when there is something new
  useEffect(() => {
    let isCurrent = true;
    call<Notice[]>('GET /notifications', { limit }).then(
      ({ data }) => isCurrent && setNotices(data),
      () => isCurrent && setNotices((known) => known ?? []),
    );
    return () => {
      isCurrent = false;
    };
  }, [limit, turn]);
  return {
    notices,
    readOne: (id) =>
      void call('POST /notifications/{notification}/read', { notification: id }).then(readUnread, () => {}),
    readAll: () => void call('POST /notifications/read').then(readUnread, () => {}),
  };
}

interface NoticeListProps {
  me: Me;
  limit: number;
  /** The unread ones alone, and nothing at all where there are none. */
  onlyUnread?: boolean;
  title?: string;
  onGo?: () => void;
}

export function NoticeList({ me, limit, onlyUnread = false, title, onGo }: NoticeListProps) {
  const words = useWords();
  const { notices, readOne, readAll } = useNotices(limit);
  const shown = notices?.filter(({ read_at }) => !onlyUnread || read_at === null) ?? [];
  if (notices === null || (onlyUnread && shown.length === 0)) return null;
  const zone = me.tenant?.time_zone ?? 'Asia/Kolkata';
  return (
    <section className="notices">
      {title ? <h2>{title}</h2> : null}
      {shown.some(({ read_at }) => read_at === null) ? (
        <p className="notices-act">
          <Button kind="quiet" onClick={readAll}>
            {words('notices.read_all')}
          </Button>
        </p>
      ) : null}
      {shown.length === 0 ? <p className="dim">{words('notices.none')}</p> : null}
      <ul>
        {shown.map((notice) => {
          const to = pathOf(notice, me);
          const text = textOf(notice, words);
          const leave = (): void => {
            if (notice.read_at === null) readOne(notice.id);
            onGo?.();
          };
          return (
            <li key={notice.id} className="notice" data-unread={notice.read_at === null || undefined}>
              <span>
                {to ? (
                  <Link to={to} onClick={leave}>
                    {text}
                  </Link>
                ) : (
                  text
                )}
                {notice.read_at === null ? <b className="notice-new"> {words('notices.new')}</b> : null}
              </span>
              <span className="dim">{moment(notice.created_at, zone)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** As it opens at its button in the strip. */
export function NoticePanel({
  me,
  anchor,
  onClose,
}: {
  me: Me;
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
}) {
  const words = useWords();
  return (
    <Pop anchor={anchor} label={words('nav.notifications')} onClose={onClose} className="notices-pop">
      <NoticeList me={me} limit={12} onGo={onClose} />
      <p className="notices-all">
        <Link to="/notifications" data-autofocus onClick={onClose}>
          {words('notices.all')}
        </Link>
      </p>
    </Pop>
  );
}

/** As a page of its own. */
export function Notifications() {
  const words = useWords();
  const { me } = useSession();
  if (!me) return null;
  return (
    <div className="sheet-body">
      <h1>{words('nav.notifications')}</h1>
      <NoticeList me={me} limit={200} />
    </div>
  );
}
