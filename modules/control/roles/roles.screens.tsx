/** Roles: the built-in ones to look at, those of the organisation to make and change. */

import { count as figure } from '@tenantry/ui/format/figures.ts';
import type { GridColumn } from '@tenantry/ui/grid/columns.ts';
import { LedgerGrid } from '@tenantry/ui/grid/ledger_grid.tsx';
import type { GridPort } from '@tenantry/ui/grid/rows.ts';
import { exportList, queryInput } from '@tenantry/ui/page/acts.ts';
import { ledgerKeys } from '@tenantry/ui/page/list_keys.ts';
import { useListView } from '@tenantry/ui/page/list_view.ts';
import { type PageKey, type Place, usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { wordOr } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useMemo, useState } from 'react';
import { type Permission, type Role, RoleForm } from './role_form.screens.tsx';
import '../admin.css';

const NEW: Role = { id: null, name: '', title: '', permissions: [], is_built_in: false, members: 0, version: null };
const LIST = 'GET /roles';

/** All roles come at once: they are few. */
function rolesPort(place: Place): GridPort<Role> {
  let latest: Promise<{ data: Role[] }>;
  return {
    async fetchPage(query) {
      latest = place.call<Role[]>(LIST, queryInput(query));
      return { rows: (await latest).data, next_cursor: null };
    },
    async fetchSummary() {
      // It is asked for first, and the same answer tells it.
      await Promise.resolve();
      const { data } = await latest;
      return { total: data.length, totals: { members: data.reduce((sum, { members }) => sum + members, 0) } };
    },
  };
}

export default function Roles() {
  const words = useWords();
  const place = usePlace();
  const permissions = useLoaded<Permission[]>('GET /permissions');
  const [open, setOpen] = useState<Role | null>(null);
  const [refresh, setRefresh] = useState(0);
  const mayWrite = place.allows('roles.write');
  const columns = useMemo<GridColumn<Role>[]>(
    () => [
      {
        key: 'title',
        label: words('roles.title'),
        kind: 'text',
        width: 220,
        sortable: true,
        phone: 'title',
        text: ({ name, title }) => wordOr(words, `role.${name}`, title),
      },
      { key: 'name', label: words('roles.name'), kind: 'text', width: 150, sortable: true, phone: 'note' },
      {
        key: 'is_built_in',
        label: words('roles.kind'),
        kind: 'choice',
        width: 130,
        filterable: true,
        phone: 'state',
        choices: [
          { value: 'true', label: words('roles.built_in') },
          { value: 'false', label: words('roles.own') },
        ],
      },
      {
        key: 'permissions',
        label: words('roles.permissions'),
        kind: 'text',
        width: 240,
        text: (role) => role.permissions.join(', '),
      },
      {
        key: 'members',
        label: words('roles.members'),
        kind: 'number',
        sortable: true,
        total: true,
        phone: 'figure',
      },
      { key: 'updated_at', label: words('roles.updated_at'), kind: 'instant', sortable: true, hidden: true },
    ],
    [words],
  );
  const { view, onView, saved } = useListView(place, 'roles', '/roles', columns);
  const port = useMemo(() => rolesPort(place), [place]);
  const keys = useMemo<PageKey[]>(
    () => [...(mayWrite ? [{ keys: 'n', label: 'roles.new', bar: true, run: () => setOpen(NEW) }] : []), ...ledgerKeys],
    [mayWrite],
  );
  place.useKeys(keys);
  const done = (text: string): void => {
    tell({ text });
    setOpen(null);
    setRefresh((now) => now + 1);
  };
  if (open && permissions.data)
    return (
      <div className="admin admin-wide">
        <h1>{words('nav.roles')}</h1>
        <p className="dim">{words('roles.hint')}</p>
        <RoleForm
          key={open.name}
          role={open}
          permissions={permissions.data}
          onClose={() => setOpen(null)}
          onDone={done}
        />
      </div>
    );
  return (
    <div className="admin-ledger">
      <LedgerGrid<Role>
        label={words('nav.roles')}
        columns={columns}
        port={port}
        view={view}
        onView={onView}
        saved={saved}
        onExport={(format, query) => void exportList({ place, words }, { call: LIST, noun: 'roles' }, format, query)}
        rowKey={({ name }) => name}
        rowLabel={({ name, title }) => wordOr(words, `role.${name}`, title)}
        countLabel={(total) => words('roles.count', { count: total, shown: figure(total) })}
        onOpen={setOpen}
        refresh={refresh}
        singleKeys={place.singleKeys}
        zone={place.zone}
        title={<h1>{words('nav.roles')}</h1>}
        tools={
          mayWrite ? (
            <Button kind="main" keys="N" onClick={() => setOpen(NEW)}>
              {words('roles.new')}
            </Button>
          ) : null
        }
      />
    </div>
  );
}
