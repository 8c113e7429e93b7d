/** Today: where the day begins. */

import { Link } from '@tanstack/react-router';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useSession } from '../client/session.ts';
import { screensFor } from '../shell/navigation.ts';
import { Checklist } from './checklist.tsx';

export function Today() {
  const words = useWords();
  const { me } = useSession();
  if (!me) return null;
  const pages = screensFor(me).filter(({ group, path }) => group && path !== '/');
  return (
    <section className="sheet-body">
      <h1>{words('nav.today')}</h1>
      <p>{words('shell.welcome', { name: me.user.name })}</p>
      <Checklist />
      <ul className="ruled">
        {pages.map(({ path, noun }) => (
          <li key={path}>
            <Link to={path}>{words(`nav.${noun}`)}</Link>
          </li>
        ))}
      </ul>
      <p>
        <a href="/docs">{words('shell.reference')}</a>
      </p>
    </section>
  );
}
