/** The top strip: search, the organisation, the person. */
import { Link } from '@tanstack/react-router';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { PeriodPlace } from '@tenantry/ui/period/period_place.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { lazy, type RefObject, Suspense, useRef, useState } from 'react';
import { useUnread } from '../client/live.ts';
import type { Me } from '../client/session.ts';
import { signOut } from '../way_in.ts';
import { withWords } from '../words.ts';

const NoticePanel = lazy(() =>
  withWords(['notices'], import('./notices.tsx')).then((all) => ({ default: all.NoticePanel })),
);
const OrganisationSwitch = lazy(() => import('./organisations.tsx'));

interface StripProps {
  me: Me;
  onSearch: () => void;
  /** Whether the organisations are open. */
  isSwitching: boolean;
  onSwitch: (isOpen: boolean) => void;
}

export function Strip({ me, onSearch, isSwitching, onSwitch }: StripProps) {
  const words = useWords();
  const { tenant, memberships, user } = me;
  const anchor = useRef<HTMLButtonElement>(null);
  const news = useRef<HTMLButtonElement>(null);
  const unread = useUnread();
  const [isTelling, setTelling] = useState(false);
  return (
    <header className="strip">
      <PeriodPlace />
      <Button keys="Ctrl K" className="strip-desk" onClick={onSearch}>
        {words('shell.search')}
      </Button>
      <span className="strip-space" />
      {memberships.length > 1 && tenant ? (
        <Button
          ref={anchor}
          keys="G O"
          className="strip-organisation"
          aria-haspopup="dialog"
          aria-expanded={isSwitching}
          onClick={() => onSwitch(!isSwitching)}
        >
          <span className="visually-hidden">{words('shell.organisation')} </span>
          {tenant.name}
        </Button>
      ) : (
        <span className="strip-organisation strip-phone">{tenant?.name}</span>
      )}
      {tenant ? (
        <Button
          ref={news}
          className="strip-desk"
          aria-haspopup="dialog"
          aria-expanded={isTelling}
          onClick={() => setTelling(!isTelling)}
        >
          {words('nav.notifications')} {unread > 0 ? <b className="strip-unread">{unread}</b> : null}
        </Button>
      ) : null}
      <Link to="/profile" className="button button-plain strip-desk">
        {user.name}
      </Link>
      <Button className="strip-desk" onClick={() => void signOut()}>
        {words('auth.sign_out')}
      </Button>
      {isSwitching ? (
        <Suspense>
          <OrganisationSwitch
            me={me}
            anchor={anchor as RefObject<HTMLElement | null>}
            onClose={() => onSwitch(false)}
          />
        </Suspense>
      ) : null}
      {isTelling ? (
        <Suspense>
          <NoticePanel me={me} anchor={news as RefObject<HTMLElement | null>} onClose={() => setTelling(false)} />
        </Suspense>
      ) : null}
    </header>
  );
}
