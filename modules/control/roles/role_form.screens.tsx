/** One role: its name and what it may, in words, grouped by what it is about. */
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { Checkbox } from '@tenantry/ui/parts/choice_field.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useSaving, wordOr } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, useEffect, useRef, useState } from 'react';

export interface Role {
  id: string | null;
  name: string;
  title: string;
  permissions: string[];
  is_built_in: boolean;
  members: number;
  version: number | null;
}

export interface Permission {
  permission: string;
  noun: string;
  verb: string;
  granted: boolean;
}

/** The server's name of a role that people call by any: `Front desk` is `front_desk`. */
export function nameOfRole(title: string): string {
  const name = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 40);
  return name.length > 1 ? name : `role_${Date.now().toString(36)}`;
}

export interface RoleFormProps {
  role: Role;
  permissions: readonly Permission[];
  onClose: () => void;
  onDone: (text: string) => void;
}

export function RoleForm({ role, permissions, onClose, onDone }: RoleFormProps) {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const has = (one: Permission): boolean =>
    role.permissions.includes('*') ||
    role.permissions.includes(one.permission) ||
    role.permissions.includes(`${one.noun}.*`);
  const [title, setTitle] = useState(role.title);
  const [chosen, setChosen] = useState(() => new Set(permissions.filter(has).map(({ permission }) => permission)));
  const isFixed = role.is_built_in || !app.allows('roles.write');
  const shownTitle = wordOr(words, `role.${role.name}`, role.title);
  const nouns = [...new Set(permissions.map(({ noun }) => noun))];
  const toggle = (permission: string, isOn: boolean): void => {
    const next = new Set(chosen);
    if (isOn) next.add(permission);
    else next.delete(permission);
    setChosen(next);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const given = { title, permissions: [...chosen] };
    void saving.run(async () => {
      if (role.id) await app.call('PUT /roles/{role}', { role: role.name, ...given, version: role.version });
      else await app.call('POST /roles', { name: nameOfRole(title), ...given });
      onDone(words('roles.saved'));
    });
  };
  const remove = (): void => {
    void saving.run(async () => {
      await app.call('DELETE /roles/{role}', { role: role.name });
      onDone(words('roles.removed'));
    });
  };
  const fault = saving.fault;
  return (
    <form
      className="stack"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <h2 ref={heading} tabIndex={-1}>
        {role.name ? shownTitle : words('roles.new')}
      </h2>
      {fault && !fault.fields.title ? <Banner kind="bad" title={fault.fields.name ?? fault.text} /> : null}
      {isFixed ? null : (
        <TextField
          label={words('roles.title')}
          value={title}
          maxLength={80}
          required
          onChange={(event) => setTitle(event.currentTarget.value)}
          error={fault?.fields.title}
        />
      )}
      <div className="admin-permissions">
        {nouns.map((noun) => (
          <fieldset key={noun} className="admin-group">
            <legend>{wordOr(words, `noun.${noun.replaceAll('-', '_')}`, noun)}</legend>
            {permissions
              .filter((one) => one.noun === noun)
              .map(({ permission, verb, granted }) => (
                <Checkbox
                  key={permission}
                  label={wordOr(words, `verb.${verb}`, verb)}
                  checked={chosen.has(permission)}
                  disabled={isFixed || !granted}
                  onChange={(event) => toggle(permission, event.currentTarget.checked)}
                />
              ))}
          </fieldset>
        ))}
      </div>
      <ButtonRow>
        {isFixed ? null : (
          <Button kind="main" type="submit" busy={saving.isBusy}>
            {words('admin.save')}
          </Button>
        )}
        {isFixed || !role.id ? null : (
          <Button kind="danger" onClick={remove} disabled={role.members > 0}>
            {words('roles.remove')}
          </Button>
        )}
        <Button onClick={onClose}>{words('admin.close')}</Button>
      </ButtonRow>
    </form>
  );
}
