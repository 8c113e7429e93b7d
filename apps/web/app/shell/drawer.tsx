/** What the rail and the strip hold on a desk, as a sheet over the page on a phone. */
import { Link } from '@tanstack/react-router';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useEffect, useRef } from 'react';
import type { Me } from '../client/session.ts';
import { signOut } from '../way_in.ts';
import { OrganisationList } from './organisations.tsx';
import { RailName, RailPages } from './rail.tsx';
import './drawer.css';

export default function Drawer({ me, onClose }: { me: Me; onClose: () => void }) {
  const words = useWords();
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={ref} className="drawer" aria-label={words('shell.pages')} onClose={onClose}>
      <header className="drawer-head">
        <div>
          <RailName me={me} />
        </div>
        <Button onClick={onClose}>{words('parts.close')}</Button>
      </header>
      <nav aria-label={words('shell.pages')}>
        <RailPages me={me} onGo={onClose} />
      </nav>
      {me.memberships.length > 1 || !me.tenant ? (
        <section aria-labelledby="drawer-organisations">
          <h2 id="drawer-organisations" className="rail-group">
            {words('shell.organisations')}
          </h2>
          <OrganisationList me={me} />
        </section>
      ) : null}
      <section aria-labelledby="drawer-person">
        <h2 id="drawer-person" className="rail-group">
          {me.user.name}
        </h2>
        <Link to="/profile" className="rail-link" activeProps={{ 'aria-current': 'page' }} onClick={onClose}>
          {words('nav.profile')}
        </Link>
        <p className="drawer-out">
          <Button onClick={() => void signOut()}>{words('auth.sign_out')}</Button>
        </p>
      </section>
    </dialog>
  );
}
