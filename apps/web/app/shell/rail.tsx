/** The pages of an organisation by the work: the rail on a desk, the drawer on a phone. */
import { Link, useLocation } from '@tanstack/react-router';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useEffect, useId, useMemo } from 'react';
import type { Me } from '../client/session.ts';
import { keycap } from '../keys.ts';
import { logoOfPage, organisationOfPage } from '../organisation.ts';
import { railOf, screensFor } from './navigation.ts';

/** The organisation as it calls itself, or the product where none is named. */
export function RailName({ me }: { me: Me }) {
  const words = useWords();
  return (
    <>
      {me.tenant && logoOfPage() ? <img className="rail-logo" src={logoOfPage() ?? ''} alt="" /> : null}
      <p className="rail-name">{me.tenant ? (organisationOfPage() ?? me.tenant.name) : words('shell.product')}</p>
      {me.tenant ? <p className="rail-detail">{me.tenant.slug}</p> : null}
    </>
  );
}

/** Every page that this person may open, in its group. */
export function RailPages({ me, onGo }: { me: Me; onGo?: () => void }) {
  const words = useWords();
  const id = useId();
  const groups = useMemo(() => railOf(screensFor(me)), [me]);
  const path = useLocation({ select: ({ pathname }) => pathname });
  // Where one is stays in sight, also far down.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another current one
  useEffect(() => {
    // With the next frame, which measures the page anyway: what the page asks for has left by then.
    const frame = requestAnimationFrame(() => {
      for (const link of document.querySelectorAll('.rail-link[aria-current]'))
        link.scrollIntoView({ block: 'nearest' });
    });
    return () => cancelAnimationFrame(frame);
  }, [path]);
  return groups.map(({ group, screens }) => (
    <section key={group} aria-labelledby={`${id}-${group}`}>
      <h2 id={`${id}-${group}`} className="rail-group">
        {words(`nav.group_${group}`)}
      </h2>
      <ul>
        {screens.map(({ path, noun, key }) => (
          <li key={path}>
            <Link
              to={path}
              className="rail-link"
              activeOptions={{ exact: path === '/' }}
              activeProps={{ 'aria-current': 'page' }}
              onClick={onGo}
            >
              {words(`nav.${noun}`)}
              {key ? <span aria-hidden="true">{keycap(`g ${key}`)}</span> : null}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  ));
}
