/** Asks once before something is done to one or many organisations, naming how many; what comes of it is a page of its own. */
import { count } from '@tenantry/ui/format/figures.ts';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { Dialog } from '@tenantry/ui/parts/dialog.tsx';
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { typedIn, useSaving, wordOr } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, useEffect, useState } from 'react';
import type { FeatureDetail } from '../features/features.schema.ts';
import { PLANS } from './tenant_columns.screens.tsx';

export const VERBS = ['suspend', 'resume', 'plan', 'feature', 'archive', 'restore'] as const;
export type Verb = (typeof VERBS)[number];

/** These, or all that match a filter but for a few. */
export type Chosen =
  | { verb: Verb; names: readonly string[]; tenants: readonly string[] }
  | { verb: Verb; filter: Record<string, unknown>; except: readonly string[] };

/** Names that stand in the question; more are a number. */
const NAMED = 5;
/** Who is shut out is told why. */
const WITH_REASON: readonly Verb[] = ['suspend', 'archive'];

/** How many it will be; null until it is known. */
function useNumber(chosen: Chosen): number | null {
  const app = useApp();
  const [number, setNumber] = useState<number | null>('tenants' in chosen ? chosen.tenants.length : null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: counted once, when it is asked
  useEffect(() => {
    if ('tenants' in chosen) return;
    app.call('GET /tenants', { ...chosen.filter, limit: 1, count: true }).then(
      ({ meta }) => setNumber((meta?.total ?? 0) - chosen.except.length),
      () => setNumber(0),
    );
  }, []);
  return number;
}

function FeatureFields() {
  const words = useWords();
  // Which there are is the same for every organisation; the first one tells.
  const first = useLoaded<{ slug: string }[]>('GET /tenants', { limit: 1 });
  const slug = first.data?.[0]?.slug;
  const { data } = useLoaded<FeatureDetail[]>(slug ? 'GET /tenants/{tenant}/features/details' : null, { tenant: slug });
  if (!data) return <LoadingLine />;
  return (
    <>
      <Select
        label={words('operator.feature_name')}
        name="feature"
        required
        choices={data.map(({ feature, title }) => ({
          value: feature,
          label: wordOr(words, `feature.${feature}`, title),
        }))}
      />
      <Select
        label={words('operator.feature_turn')}
        name="enabled"
        choices={[
          { value: 'on', label: words('operator.feature_on') },
          { value: 'off', label: words('operator.feature_off') },
        ]}
      />
    </>
  );
}

export function BulkDialog({ chosen, onClose }: { chosen: Chosen; onClose: () => void }) {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const number = useNumber(chosen);
  const { verb } = chosen;
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { enabled, ...given } = typedIn(event.currentTarget);
    const picked = 'tenants' in chosen ? { tenants: chosen.tenants } : { filter: chosen.filter, except: chosen.except };
    void saving.run(async () => {
      const { data } = await app.call<{ id: string }>('POST /tenant-runs', {
        action: verb,
        ...given,
        ...(enabled ? { enabled: enabled === 'on' } : {}),
        ...picked,
        expected: number,
      });
      onClose();
      app.go(`/operator/runs/${data.id}`);
    });
  };
  const title = words(`operator.bulk_${verb}`, { count: number ?? 0, shown: number === null ? '…' : count(number) });
  return (
    <Dialog open onClose={onClose} title={title} alert>
      <form className="dialog-form" onSubmit={submit}>
        {saving.refused ? <Banner kind="bad" title={saving.refused} /> : null}
        {'names' in chosen && chosen.names.length <= NAMED ? (
          <p>{chosen.names.join(', ')}</p>
        ) : (
          <p>{'filter' in chosen ? words('operator.bulk_all') : null}</p>
        )}
        {verb === 'plan' ? (
          <Select
            label={words('subscription.plan')}
            name="plan"
            required
            autoFocus
            choices={PLANS.map((value) => ({ value, label: words(`plan.${value}`) }))}
          />
        ) : null}
        {verb === 'feature' ? <FeatureFields /> : null}
        {WITH_REASON.includes(verb) ? (
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
        <p className="dim">{words('operator.bulk_goes_on')}</p>
        <ButtonRow end>
          <Button onClick={onClose} keys="Esc">
            {words('admin.cancel')}
          </Button>
          <Button
            type="submit"
            kind={verb === 'archive' ? 'danger' : 'main'}
            busy={saving.isBusy || number === null}
            disabled={number === 0}
          >
            {words(`operator.${verb}`)}
          </Button>
        </ButtonRow>
      </form>
    </Dialog>
  );
}
