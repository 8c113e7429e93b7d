/** What keeps an organisation running: how its setting-up went, step by step, and the versions of its key. */
import { moment } from '@tenantry/ui/format/days.ts';
import { count } from '@tenantry/ui/format/figures.ts';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { ConfirmDialog } from '@tenantry/ui/parts/dialog.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { StatusMark } from '@tenantry/ui/parts/status_mark.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useState } from 'react';

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

interface Provisioning {
  status: string;
  steps: { step: string; attempts: number; done_at: string | null; failure: string | null }[];
  warnings: string[];
}

export function TenantProvisioning({ tenant, onChanged }: { tenant: string; onChanged: () => void }) {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const { data, put } = useLoaded<Provisioning>('GET /tenants/{tenant}/provision', { tenant });
  if (!data) return null;
  const run = (): void => {
    void saving.run(async () => {
      put((await app.call<Provisioning>('POST /tenants/{tenant}/provision', { tenant })).data);
      onChanged();
    });
  };
  return (
    <section className="stack">
      <h2>{words('operator.provisioning')}</h2>
      {saving.fault ? <Banner kind="bad" title={saving.fault.text} /> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone is reached by keys */}
      <section className="admin-scroll" aria-label={words('operator.provisioning')} tabIndex={0}>
        <table className="admin-table">
          <thead>
            <tr>
              <th scope="col">{words('operator.step')}</th>
              <th scope="col">{words('operator.run_result')}</th>
              <th scope="col" className="figure">
                {words('operator.attempts')}
              </th>
              <th scope="col">{words('operator.step_at')}</th>
              <th scope="col">{words('operator.health_why')}</th>
            </tr>
          </thead>
          <tbody>
            {data.steps.map(({ step, attempts, done_at, failure }) => (
              <tr key={step}>
                <th scope="row">{step}</th>
                <td>
                  <StatusMark
                    mark={failure ? 'late' : 'full'}
                    word={words(failure ? 'operator.step_failed' : 'operator.run_done')}
                  />
                </td>
                <td className="figure">{count(attempts)}</td>
                <td>{done_at ? moment(done_at, ZONE) : '–'}</td>
                <td>{failure}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {data.status === 'active' || data.status === 'provisioning' ? (
        <p>
          <Button onClick={run} busy={saving.isBusy}>
            {words('operator.provision_again')}
          </Button>
        </p>
      ) : null}
    </section>
  );
}

interface Keys {
  status: 'none' | 'live' | 'rotating' | 'destroyed';
  versions: { version: number; state: string; created_at: string; replaced_at: string | null }[];
}

export function TenantKeys({ tenant }: { tenant: string }) {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const [isAsked, setAsked] = useState(false);
  const { data, put } = useLoaded<Keys>('GET /tenants/{tenant}/keys', { tenant });
  if (!data) return null;
  const rotate = (): void => {
    setAsked(false);
    void saving.run(async () => put((await app.call<Keys>('POST /tenants/{tenant}/keys/rotate', { tenant })).data));
  };
  return (
    <section className="stack">
      <h2>{words('operator.part_keys')}</h2>
      {saving.fault ? <Banner kind="bad" title={saving.fault.text} /> : null}
      <p>{words(`operator.keys_${data.status}`)}</p>
      <ul className="ruled">
        {data.versions.map(({ version, state, created_at, replaced_at }) => (
          <li key={version} className="console-line">
            <span>
              {words('operator.key_version', { version })} <span className="dim">{words(`operator.key_${state}`)}</span>
            </span>
            <span className="dim">
              {moment(created_at, ZONE)}
              {replaced_at ? ` – ${moment(replaced_at, ZONE)}` : ''}
            </span>
          </li>
        ))}
      </ul>
      {data.status === 'destroyed' ? null : (
        <p>
          <Button onClick={() => setAsked(true)} busy={saving.isBusy}>
            {words('operator.key_rotate')}
          </Button>
        </p>
      )}
      <ConfirmDialog
        open={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={rotate}
        title={words('operator.key_rotate')}
        verb={words('operator.key_rotate')}
      >
        <p>{words('operator.key_rotate_hint')}</p>
      </ConfirmDialog>
    </section>
  );
}
