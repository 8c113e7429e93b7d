/** The top strip: search, the organisation, the person. */
import { Link } from '@tanstack/react-router';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Select } from '@tenantry/ui/parts/text_field.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { placeOf } from '../address.ts';
import type { Me } from '../client/session.ts';
import { signOut } from '../way_in.ts';

export function Strip({ me, onSearch }: { me: Me; onSearch: () => void }) {
  const words = useWords();
  const { tenant, memberships, user } = me;
  const others = memberships.map((one) => ({ value: one.tenant.slug, label: one.tenant.name }));
  return (
    <header className="strip">
      <Button keys="Ctrl K" onClick={onSearch}>
        {words('shell.search')}
      </Button>
      <span className="strip-space" />
      {others.length > 1 && tenant ? (
        <Select
          label={words('shell.organisation')}
          hideLabel
          className="strip-organisation"
          value={tenant.slug}
          choices={others}
          onChange={(event) => location.assign(placeOf(event.target.value))}
        />
      ) : null}
      <Link to="/profile" className="button button-plain">
        {user.name}
      </Link>
      <Button onClick={() => void signOut()}>{words('auth.sign_out')}</Button>
    </header>
  );
}
