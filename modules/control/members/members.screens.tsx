/** People of the organisation: who belongs to it, with which role; inviting, changing, taking out. */

import type { GridColumn } from '@tenantry/ui/grid/columns.ts';
import { LedgerGrid } from '@tenantry/ui/grid/ledger_grid.tsx';
import { exportList } from '@tenantry/ui/page/acts.ts';
import { ledgerKeys } from '@tenantry/ui/page/list_keys.ts';
import { useListView } from '@tenantry/ui/page/list_view.ts';
import { type PageKey, usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { ConfirmDialog } from '@tenantry/ui/parts/dialog.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { AppLink, useApp } from '@tenantry/ui/screens/app.tsx';
import { listPort } from '@tenantry/ui/screens/list_port.ts';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving, wordOr } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useMemo, useState } from 'react';
import { type Member, MemberDialog } from './member_dialog.screens.tsx';
import '../admin.css';

interface Role {
  name: string;
  title: string;
}

export default function Members() {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const place = usePlace();
  const [refresh, setRefresh] = useState(0);
  /** Whose sheet is open; `new` invites somebody. */
  const [open, setOpen] = useState<Member | 'new' | null>(null);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const roles = useLoaded<Role[]>(app.allows('roles.read') ? 'GET /roles' : null);
  const mayWrite = app.allows('members.write');
  const choices = useMemo(
    () => (roles.data ?? []).map(({ name, title }) => ({ value: name, label: wordOr(words, `role.${name}`, title) })),
    [roles.data, words],
  );
  const columns = useMemo<GridColumn<Member>[]>(
    () => [
      { key: 'name', label: words('members.name'), kind: 'text', sortable: true, phone: 'title' },
      { key: 'email', label: words('auth.email'), kind: 'text', width: 220, filterable: true, phone: 'note' },
      {
        key: 'role',
        label: words('members.role'),
        kind: 'choice',
        width: 150,
        choices,
        filterable: true,
        phone: 'figure',
      },
      {
        key: 'status',
        label: words('members.status'),
        kind: 'choice',
        filterable: true,
        phone: 'state',
        choices: [
          { value: 'active', label: words('members.status_active'), mark: 'full' },
          { value: 'invited', label: words('members.status_invited'), mark: 'sent' },
          { value: 'disabled', label: words('members.status_disabled'), mark: 'off' },
        ],
      },
      { key: 'created_at', label: words('members.since'), kind: 'instant', sortable: true, filterable: true },
    ],
    [words, choices],
  );
  const { view, onView, saved } = useListView(place, 'members', '/users', columns);
  const keys = useMemo<PageKey[]>(
    () => [
      ...(mayWrite ? [{ keys: 'n', label: 'members.invite', bar: true, run: () => setOpen('new') }] : []),
      ...ledgerKeys,
    ],
    [mayWrite],
  );
  place.useKeys(keys);
  const done = (text: string): void => {
    tell({ text });
    setOpen(null);
    setLeaving(null);
    setRefresh((now) => now + 1);
  };
  const change = (member: Member, key: string, input: Record<string, unknown>, text: string): void => {
    void saving.run(() => app.call(key, { user: member.user_id, ...input }).then(() => done(text)));
  };
  const single = (act: (member: Member) => void) => (target: { kind: string; rows?: readonly Member[] }) => {
    const [member] = target.rows ?? [];
    if (member) act(member);
  };
  const actions = !mayWrite
    ? []
    : [
        { key: 'role', label: words('members.change'), run: single(setOpen) },
        {
          key: 'resend',
          label: words('members.resend'),
          run: single((one) => change(one, 'POST /users/{user}/invitation', {}, words('members.invited'))),
        },
        {
          key: 'off',
          label: words('members.switch_off'),
          run: single((one) => change(one, 'PUT /users/{user}', { status: 'disabled' }, words('members.changed'))),
        },
        {
          key: 'on',
          label: words('members.switch_on'),
          run: single((one) => change(one, 'PUT /users/{user}', { status: 'active' }, words('members.changed'))),
        },
        { key: 'remove', label: words('members.remove'), danger: true, run: single(setLeaving) },
      ];
  return (
    <div className="admin-ledger">
      {saving.refused ? <Banner kind="bad" title={saving.refused} /> : null}
      <LedgerGrid<Member>
        label={words('nav.users')}
        columns={columns}
        port={listPort<Member>(app, 'GET /users')}
        view={view}
        onView={onView}
        saved={saved}
        onExport={(format, query) =>
          void exportList({ place, words }, { call: 'GET /users', noun: 'people' }, format, query)
        }
        fields={['user_id', 'version']}
        rowLabel={(row) => row.name || row.email}
        actions={actions}
        {...(mayWrite ? { onOpen: setOpen } : {})}
        refresh={refresh}
        singleKeys={app.singleKeys}
        zone={place.zone}
        title={<h1>{words('nav.users')}</h1>}
        tools={
          <>
            {app.allows('roles.read') ? (
              <AppLink to="/roles" className="button button-plain">
                {words('nav.roles')}
              </AppLink>
            ) : null}
            {mayWrite ? (
              <Button kind="main" keys="N" onClick={() => setOpen('new')}>
                {words('members.invite')}
              </Button>
            ) : null}
          </>
        }
      />
      {open ? (
        <MemberDialog
          key={open === 'new' ? 'new' : open.id}
          member={open === 'new' ? null : open}
          roles={choices}
          onClose={() => setOpen(null)}
          onDone={done}
        />
      ) : null}
      <ConfirmDialog
        open={leaving !== null}
        onClose={() => setLeaving(null)}
        onConfirm={() => leaving && change(leaving, 'DELETE /users/{user}', {}, words('members.removed'))}
        title={words('members.remove_title', { name: leaving?.name || (leaving?.email ?? '') })}
        verb={words('members.remove')}
        danger
        busy={saving.isBusy}
      >
        {words('members.remove_hint')}
      </ConfirmDialog>
    </div>
  );
}
