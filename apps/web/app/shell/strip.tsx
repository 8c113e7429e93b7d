/** The top strip: search, the organisation, the person. */
import { Link } from '@tanstack/react-router';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { lazy, type RefObject, Suspense, useRef } from 'react';
import type { Me } from '../client/session.ts';
import { signOut } from '../way_in.ts';

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
  return (
    <header className="strip">
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
    </header>
  );
}
