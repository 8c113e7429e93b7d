/** The organisation's own profile: its name, numbers and addresses. */

import { readGstin } from '@tenantry/india/gstin.ts';
import { isDeadState, states } from '@tenantry/india/states.ts';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { typedIn, useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, useState } from 'react';
import type { Tenant } from './tenants.schema.ts';
import '../admin.css';

const STATES = states.filter(({ code }) => !isDeadState(code)).map(({ name }) => ({ value: name, label: name }));
const GROUPS = [
  ['contact', ['contact_person', 'contact_email', 'contact_phone']],
  ['place', ['address_line1', 'address_line2', 'city', 'pincode']],
  ['more', ['industry', 'size']],
] as const;

export default function TenantProfile() {
  const app = useApp();
  const { data, fault, put } = useLoaded<Tenant>('GET /tenants/{tenant}', { tenant: app.me?.tenant?.id });
  if (!data) return fault ? <Banner kind="bad" title={fault.text} /> : <LoadingLine />;
  return <ProfileForm key={data.version} tenant={data} onSaved={put} />;
}

function ProfileForm({ tenant, onSaved }: { tenant: Tenant; onSaved: (tenant: Tenant) => void }) {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const [state, setState] = useState(tenant.state ?? '');
  const [gstin, setGstin] = useState(tenant.gstin ?? '');
  const read = gstin.length >= 15 ? readGstin(gstin) : null;
  const mayWrite = app.allows('tenants.write');
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const changes = { ...typedIn(event.currentTarget), state: state || null, version: tenant.version };
    void saving.run(async () => {
      const { data } = await app.call<Tenant>('PATCH /tenants/{tenant}', { tenant: tenant.id, ...changes });
      tell({ text: words('tenant.saved') });
      onSaved(data);
    });
  };
  const errorOf = (field: string): string | undefined => saving.fault?.fields[field];
  const text = (field: keyof Tenant & string) => (
    <TextField
      key={field}
      label={words(`tenant.${field}`)}
      name={field}
      defaultValue={String(tenant[field] ?? '')}
      readOnly={!mayWrite}
      error={errorOf(field)}
    />
  );
  return (
    <form className="admin" onSubmit={submit}>
      <h1>{words('nav.tenant')}</h1>
      {saving.refused ? <Banner kind="bad" title={saving.refused} /> : null}
      {tenant.warnings?.length ? (
        <Banner kind="wait" title={words('tenant.odd')}>
          {tenant.warnings.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </Banner>
      ) : null}
      <div className="admin-fields">
        <TextField
          label={words('onboarding.name')}
          name="name"
          defaultValue={tenant.name}
          required
          readOnly={!mayWrite}
          error={errorOf('name')}
        />
        <TextField label={words('onboarding.slug')} value={tenant.slug} readOnly hint={words('tenant.slug_hint')} />
        <TextField
          label={words('onboarding.gstin')}
          name="gstin"
          value={gstin}
          readOnly={!mayWrite}
          maxLength={20}
          hint={
            read ? words('onboarding.gstin_says', { state: read.state?.name ?? '–', pan: read.pan ?? '–' }) : undefined
          }
          onChange={(event) => {
            const typed = event.currentTarget.value.toUpperCase();
            setGstin(typed);
            const known = typed.length >= 15 ? readGstin(typed) : null;
            if (known?.state) setState(known.state.name);
          }}
          error={errorOf('gstin')}
        />
        <Select
          label={words('onboarding.state')}
          value={state}
          none="–"
          choices={STATES}
          disabled={!mayWrite}
          onChange={(event) => setState(event.currentTarget.value)}
          error={errorOf('state')}
        />
      </div>
      {GROUPS.map(([group, fields]) => (
        <fieldset key={group} className="admin-group">
          <legend>{words(`tenant.group_${group}`)}</legend>
          <div className="admin-fields">{fields.map(text)}</div>
        </fieldset>
      ))}
      {mayWrite ? (
        <ButtonRow>
          <Button kind="main" type="submit" busy={saving.isBusy}>
            {words('admin.save')}
          </Button>
        </ButtonRow>
      ) : null}
      <p>
        <a href="/docs">{words('admin.reference')}</a>
      </p>
    </form>
  );
}
