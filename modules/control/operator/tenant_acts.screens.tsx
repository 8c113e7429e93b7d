/** What can be done with one organisation as it stands: the moves of its states, and another plan. */
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { Dialog } from '@tenantry/ui/parts/dialog.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { typedIn, useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, useState } from 'react';
import type { Tenant } from '../tenants/tenants.schema.ts';
import { PLANS } from './tenant_columns.screens.tsx';

type Act = 'suspend' | 'resume' | 'archive' | 'restore' | 'plan';

/** As the server has them; what is not possible is not offered. */
const POSSIBLE: Record<Tenant['status'], readonly Act[]> = {
  provisioning: ['archive'],
  active: ['plan', 'suspend', 'archive'],
  suspended: ['resume', 'plan', 'archive'],
  archived: ['restore'],
};

function ActDialog({ act, tenant, onClose }: { act: Act; tenant: Tenant; onClose: (changed: boolean) => void }) {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const given = typedIn(event.currentTarget);
    const input = { tenant: tenant.slug, ...given };
    void saving.run(async () => {
      await app.call(act === 'plan' ? 'PUT /tenants/{tenant}/subscription' : `POST /tenants/{tenant}/${act}`, input);
      onClose(true);
    });
  };
  return (
    <Dialog
      open
      onClose={() => onClose(false)}
      title={words('operator.act', { act: words(`operator.${act}`), name: tenant.name })}
      alert
    >
      <form className="dialog-form" onSubmit={submit}>
        {saving.refused ? <Banner kind="bad" title={saving.refused} /> : null}
        {act === 'plan' ? (
          <Select
            label={words('subscription.plan')}
            name="plan"
            defaultValue={tenant.plan}
            autoFocus
            choices={PLANS.map((value) => ({ value, label: words(`plan.${value}`) }))}
            error={saving.fault?.fields.plan}
          />
        ) : null}
        {act === 'suspend' || act === 'archive' ? (
          <TextField
            label={words('operator.reason')}
            hint={words('operator.reason_hint')}
            name="reason"
            maxLength={500}
            required
            autoFocus
            error={saving.fault?.fields.reason}
          />
        ) : null}
        <ButtonRow end>
          <Button onClick={() => onClose(false)} keys="Esc">
            {words('admin.cancel')}
          </Button>
          <Button type="submit" kind={act === 'archive' ? 'danger' : 'main'} busy={saving.isBusy}>
            {words(`operator.${act}`)}
          </Button>
        </ButtonRow>
      </form>
    </Dialog>
  );
}

export function TenantActs({ tenant, onChanged }: { tenant: Tenant; onChanged: () => void }) {
  const words = useWords();
  const [act, setAct] = useState<Act | null>(null);
  return (
    <>
      <ButtonRow>
        {POSSIBLE[tenant.status].map((one) => (
          <Button key={one} onClick={() => setAct(one)}>
            {words(`operator.${one}`)}
          </Button>
        ))}
      </ButtonRow>
      {act ? (
        <ActDialog
          act={act}
          tenant={tenant}
          onClose={(changed) => {
            setAct(null);
            if (changed) onChanged();
          }}
        />
      ) : null}
    </>
  );
}
