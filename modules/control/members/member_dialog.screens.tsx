/** Invites a person, or gives one another role. */
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { Dialog } from '@tenantry/ui/parts/dialog.tsx';
import { type Choice, Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { typedIn, useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { FormEvent } from 'react';

export interface Member {
  id: string;
  user_id: string;
  email: string;
  name: string;
  role: string;
  status: string;
  version: number;
  created_at: string;
}

export interface MemberDialogProps {
  /** Null invites somebody new. */
  member: Member | null;
  roles: readonly Choice[];
  onClose: () => void;
  onDone: (text: string) => void;
}

export function MemberDialog({ member, roles, onClose, onDone }: MemberDialogProps) {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { role, email, name } = typedIn(event.currentTarget);
    void saving.run(async () => {
      if (member) await app.call('PUT /users/{user}', { user: member.user_id, role, version: member.version });
      else await app.call('POST /users', { email, role, ...(name ? { name } : {}) });
      onDone(words(member ? 'members.changed' : 'members.invited'));
    });
  };
  return (
    <Dialog open onClose={onClose} title={member ? member.name || member.email : words('members.invite')}>
      <form className="dialog-form" onSubmit={submit}>
        {saving.refused ? (
          <p className="fault" role="alert">
            {saving.refused}
          </p>
        ) : null}
        {member ? null : (
          <>
            <TextField
              label={words('auth.email')}
              name="email"
              type="email"
              required
              autoFocus
              error={saving.fault?.fields.email}
            />
            <TextField label={words('members.name')} name="name" maxLength={120} error={saving.fault?.fields.name} />
          </>
        )}
        <Select
          label={words('members.role')}
          name="role"
          required
          none={member ? undefined : words('members.choose_role')}
          defaultValue={member?.role ?? ''}
          choices={roles}
          error={saving.fault?.fields.role}
        />
        <ButtonRow end>
          <Button onClick={onClose} keys="Esc">
            {words('admin.cancel')}
          </Button>
          <Button kind="main" type="submit" busy={saving.isBusy}>
            {words(member ? 'admin.save' : 'members.send_invitation')}
          </Button>
        </ButtonRow>
      </form>
    </Dialog>
  );
}
