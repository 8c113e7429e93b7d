/** Creates an organisation for somebody, who is invited as its owner. */
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { Dialog } from '@tenantry/ui/parts/dialog.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { typedIn, useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { FormEvent } from 'react';
import { KINDS, PLANS } from './tenant_columns.screens.tsx';

export function NewTenantDialog({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const errorOf = (field: string): string | undefined => saving.fault?.fields[field];
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const given = Object.entries(typedIn(event.currentTarget)).filter(([, value]) => value !== null);
    void saving.run(async () => {
      const { data } = await app.call<{ name: string }>('POST /tenants', Object.fromEntries(given));
      tell({ text: words('operator.created', { name: data.name }) });
      onClose();
    });
  };
  return (
    <Dialog open onClose={onClose} title={words('operator.new')}>
      <form className="dialog-form" onSubmit={submit}>
        {saving.refused ? (
          <p className="fault" role="alert">
            {saving.refused}
          </p>
        ) : null}
        <TextField label={words('onboarding.name')} name="name" required autoFocus error={errorOf('name')} />
        <TextField label={words('onboarding.slug')} name="slug" error={errorOf('slug')} />
        <Select
          label={words('onboarding.kind')}
          name="organization_type"
          choices={KINDS.map((value) => ({ value, label: words(`onboarding.kind_${value}`) }))}
        />
        <Select
          label={words('subscription.plan')}
          name="plan"
          choices={PLANS.map((value) => ({ value, label: words(`plan.${value}`) }))}
          error={errorOf('plan')}
        />
        <TextField label={words('tenant.contact_person')} name="contact_person" error={errorOf('contact_person')} />
        <TextField
          label={words('operator.owner_email')}
          name="contact_email"
          type="email"
          required
          error={errorOf('contact_email')}
        />
        <ButtonRow end>
          <Button onClick={onClose} keys="Esc">
            {words('admin.cancel')}
          </Button>
          <Button kind="main" type="submit" busy={saving.isBusy}>
            {words('operator.create')}
          </Button>
        </ButtonRow>
      </form>
    </Dialog>
  );
}
