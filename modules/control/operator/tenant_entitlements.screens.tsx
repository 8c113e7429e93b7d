/** What an organisation has for a time beside its plan: granted with a reason and an end, and ended. */
import { moment } from '@tenantry/ui/format/days.ts';
import { count } from '@tenantry/ui/format/figures.ts';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { Dialog } from '@tenantry/ui/parts/dialog.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { typedIn, useSaving, wordOr } from '@tenantry/ui/screens/save.ts';
import { useWords, type Words } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, useState } from 'react';
import type { EntitlementLine } from '../entitlements/entitlements.schema.ts';

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const LIMITS = [
  'users',
  'products',
  'transactions_per_month',
  'storage_bytes',
  'api_requests_per_day',
  'requests_per_second',
];

function say(words: Words, { limit, feature, maximum, enabled }: EntitlementLine): string {
  if (feature)
    return `${wordOr(words, `feature.${feature}`, feature)}: ${words(enabled ? 'operator.is_on' : 'operator.is_off')}`;
  return `${words(`limit.${limit}`)}: ${maximum === null ? words('subscription.no_limit') : count(maximum)}`;
}

function GrantDialog({ tenant, onClose }: { tenant: string; onClose: (changed: boolean) => void }) {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const errorOf = (field: string): string | undefined => saving.fault?.fields[field];
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { limit, maximum, until, reason } = typedIn(event.currentTarget);
    void saving.run(async () => {
      await app.call('POST /tenants/{tenant}/entitlements', {
        tenant,
        limit,
        maximum: maximum === null || maximum === undefined ? null : Number(maximum),
        reason,
        // Until the end of that day, where the operator sits.
        ...(until ? { valid_to: new Date(`${until}T23:59:59`).toISOString() } : {}),
      });
      onClose(true);
    });
  };
  return (
    <Dialog open onClose={() => onClose(false)} title={words('operator.grant')}>
      <form className="dialog-form" onSubmit={submit}>
        {saving.refused ? <Banner kind="bad" title={saving.refused} /> : null}
        <Select
          label={words('subscription.limit')}
          name="limit"
          autoFocus
          choices={LIMITS.map((value) => ({ value, label: words(`limit.${value}`) }))}
        />
        <TextField
          label={words('subscription.maximum')}
          hint={words('operator.grant_most_hint')}
          name="maximum"
          type="number"
          min={0}
          error={errorOf('maximum')}
        />
        <TextField label={words('operator.grant_until')} name="until" type="date" error={errorOf('valid_to')} />
        <TextField label={words('operator.reason')} name="reason" required maxLength={500} error={errorOf('reason')} />
        <ButtonRow end>
          <Button onClick={() => onClose(false)} keys="Esc">
            {words('admin.cancel')}
          </Button>
          <Button type="submit" kind="main" busy={saving.isBusy}>
            {words('operator.grant')}
          </Button>
        </ButtonRow>
      </form>
    </Dialog>
  );
}

export function TenantEntitlements({ tenant, onChanged }: { tenant: string; onChanged: () => void }) {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const [isOpen, setOpen] = useState(false);
  const { data, again } = useLoaded<EntitlementLine[]>('GET /tenants/{tenant}/entitlements', { tenant });
  const changed = (): void => {
    again();
    onChanged();
  };
  const end = (entitlement: string): void => {
    void saving.run(() =>
      app.call('POST /tenants/{tenant}/entitlements/{entitlement}/end', { tenant, entitlement }).then(changed),
    );
  };
  return (
    <section className="stack">
      <h2>{words('operator.entitlements')}</h2>
      {saving.fault ? <Banner kind="bad" title={saving.fault.text} /> : null}
      {data && data.length > 0 ? (
        <ul className="ruled">
          {data.map((one) => (
            <li key={one.id} className="console-line">
              <span>{say(words, one)}</span>
              <span className="dim">
                {words(`operator.entitlement_${one.state}`)}, {moment(one.valid_from, ZONE)}
                {one.valid_to ? ` – ${moment(one.valid_to, ZONE)}` : ''}. {one.reason}
              </span>
              {one.state === 'past' ? null : (
                <Button
                  onClick={() => end(one.id)}
                  aria-label={words('operator.entitlement_end_of', { what: say(words, one) })}
                >
                  {words('operator.entitlement_end')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p className="dim">{words('operator.entitlements_none')}</p>
      )}
      <p>
        <Button onClick={() => setOpen(true)}>{words('operator.grant')}</Button>
      </p>
      {isOpen ? (
        <GrantDialog
          tenant={tenant}
          onClose={(isChanged) => {
            setOpen(false);
            if (isChanged) changed();
          }}
        />
      ) : null}
    </section>
  );
}
