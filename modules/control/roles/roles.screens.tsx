/** Roles: the built-in ones to look at, those of the organisation to make and change. */
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { wordOr } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useState } from 'react';
import { type Permission, type Role, RoleForm } from './role_form.screens.tsx';
import '../admin.css';

const NEW: Role = { id: null, name: '', title: '', permissions: [], is_built_in: false, members: 0, version: null };

export default function Roles() {
  const words = useWords();
  const app = useApp();
  const roles = useLoaded<Role[]>('GET /roles');
  const permissions = useLoaded<Permission[]>('GET /permissions');
  const [open, setOpen] = useState<Role | null>(null);
  const fault = roles.fault ?? permissions.fault;
  if (fault) return <Banner kind="bad" title={fault.text} />;
  if (!roles.data || !permissions.data) return <LoadingLine />;
  const done = (text: string): void => {
    tell({ text });
    setOpen(null);
    roles.again();
  };
  return (
    <div className="admin">
      <h1>{words('nav.roles')}</h1>
      <p className="dim">{words('roles.hint')}</p>
      <ul className="ruled">
        {roles.data.map((role) => (
          <li key={role.name}>
            <span>
              {wordOr(words, `role.${role.name}`, role.title)}{' '}
              <span className="dim">
                {words('roles.people', { count: role.members })}
                {role.is_built_in ? ` · ${words('roles.built_in')}` : ''}
              </span>
            </span>
            <Button onClick={() => setOpen(role)} aria-expanded={open?.name === role.name}>
              {words(role.is_built_in || !app.allows('roles.write') ? 'roles.look' : 'roles.change')}
            </Button>
          </li>
        ))}
      </ul>
      {app.allows('roles.write') ? (
        <p>
          <Button onClick={() => setOpen(NEW)}>{words('roles.new')}</Button>
        </p>
      ) : null}
      {open ? (
        <RoleForm
          key={open.name}
          role={open}
          permissions={permissions.data}
          onClose={() => setOpen(null)}
          onDone={done}
        />
      ) : null}
    </div>
  );
}
