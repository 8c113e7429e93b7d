/** The organisations of a person, and the way from one to another: arrows, Enter, and a search where there are many. */
import { Pop } from '@tenantry/ui/pop/pop.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { placeOf } from '../address.ts';
import type { Me } from '../client/session.ts';
import './organisations.css';

/** So many are looked through by eye. */
const FEW = 7;

export function OrganisationList({ me }: { me: Me }) {
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [q, setQ] = useState('');
  const isMany = me.memberships.length > FEW;
  const wanted = q.trim().toLocaleLowerCase();
  const shown = me.memberships.filter(({ tenant }) =>
    `${tenant.name} ${tenant.slug}`.toLocaleLowerCase().includes(wanted),
  );
  const hear = (event: KeyboardEvent): void => {
    const all = [...(box.current?.querySelectorAll<HTMLElement>('input, a') ?? [])];
    const now = all.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const first = shown[0];
    if (step) all[(now + step + all.length) % all.length]?.focus();
    else if (event.key === 'Enter' && document.activeElement?.tagName === 'INPUT' && first)
      location.assign(placeOf(first.tenant.slug));
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows lead from link to link within
    <div ref={box} className="organisations" onKeyDown={hear}>
      {isMany ? (
        <input
          className="control"
          type="search"
          aria-label={words('shell.search_organisations')}
          placeholder={words('shell.search_organisations')}
          autoComplete="off"
          data-autofocus
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
      ) : null}
      <ul>
        {shown.map(({ tenant, role }) => (
          <li key={tenant.id}>
            {/* Another page, not another screen: nothing of this organisation goes along. */}
            <a
              className="organisations-link"
              href={placeOf(tenant.slug)}
              aria-current={tenant.id === me.tenant?.id ? 'true' : undefined}
              data-autofocus={(!isMany && tenant.id === me.tenant?.id) || undefined}
            >
              <span>{tenant.name}</span> <span className="dim">{role}</span>
            </a>
          </li>
        ))}
      </ul>
      {shown.length === 0 ? (
        <p role="status" className="organisations-none">
          {words('palette.nothing')}
        </p>
      ) : null}
    </div>
  );
}

/** Where somebody belongs, while no organisation is named. */
export function Choice({ me }: { me: Me }) {
  const words = useWords();
  return (
    <section className="sheet-body">
      <h1>{words('shell.choose')}</h1>
      {me.memberships.length === 0 ? <p>{words('shell.belongs_nowhere')}</p> : <OrganisationList me={me} />}
      <p>
        <a href="/tenant-setup">{words('shell.new_organisation')}</a>
      </p>
    </section>
  );
}

/** The list as it opens at the name in the strip. */
export default function OrganisationSwitch(props: {
  me: Me;
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
}) {
  const words = useWords();
  return (
    <Pop anchor={props.anchor} label={words('shell.choose')} onClose={props.onClose} className="organisations-pop">
      <OrganisationList me={props.me} />
    </Pop>
  );
}
