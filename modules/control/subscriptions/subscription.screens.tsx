/** The plan, what is used of each limit and by which rule, and the features that can be switched. */

import { moment } from '@tenantry/ui/format/days.ts';
import { count, fileSize } from '@tenantry/ui/format/figures.ts';
import { Switch } from '@tenantry/ui/parts/choice_field.tsx';
import { DefinitionList } from '@tenantry/ui/parts/details.tsx';
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving, wordOr } from '@tenantry/ui/screens/save.ts';
import { useWords, type Words } from '@tenantry/ui/words/words.tsx';
import type { FeatureDetail } from '../features/features.schema.ts';
import type { Allowance } from './allowances.ts';
import type { Subscription } from './subscriptions.schema.ts';
import '../admin.css';

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Of the organisation; of this device where none is named. */
const useZone = (): string => useApp().me?.tenant?.time_zone ?? ZONE;

const said = (name: string, value: number): string => (name === 'storage_bytes' ? fileSize(value) : count(value));

export function AllowanceTable({ allowances }: { allowances: readonly Allowance[] }) {
  const words = useWords();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone is reached by keys
    <section className="admin-scroll" aria-label={words('subscription.limits')} tabIndex={0}>
      <table className="admin-table">
        <thead>
          <tr>
            <th scope="col">{words('subscription.limit')}</th>
            <th scope="col" className="figure">
              {words('subscription.used')}
            </th>
            <th scope="col" className="figure">
              {words('subscription.maximum')}
            </th>
            <th scope="col">{words('subscription.share')}</th>
            <th scope="col">{words('subscription.source')}</th>
            <th scope="col">{words('subscription.resets')}</th>
          </tr>
        </thead>
        <tbody>
          {allowances.map((one) => (
            <AllowanceRow key={one.name} one={one} words={words} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function AllowanceRow({ one, words }: { one: Allowance; words: Words }) {
  const zone = useZone();
  const { name, used, maximum, source, resets_at, valid_to } = one;
  const title = words(`limit.${name}`);
  return (
    <tr>
      <th scope="row">{title}</th>
      <td className="figure">{used === null ? '–' : said(name, used)}</td>
      <td className="figure">{maximum === null ? words('subscription.no_limit') : said(name, maximum)}</td>
      <td>
        {used === null || maximum === null ? (
          '–'
        ) : (
          <meter
            className="admin-bar"
            aria-label={title}
            min={0}
            max={Math.max(1, maximum)}
            high={Math.max(1, maximum) * 0.8}
            value={used}
          >
            {`${used} / ${maximum}`}
          </meter>
        )}
      </td>
      <td>
        {words(`subscription.source_${source}`)}
        {valid_to ? ` ${words('subscription.until', { time: moment(valid_to, zone) })}` : ''}
      </td>
      <td>{resets_at ? moment(resets_at, zone) : '–'}</td>
    </tr>
  );
}

function Features() {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const { data, again } = useLoaded<FeatureDetail[]>('GET /features/details');
  if (!data) return <LoadingLine />;
  const change = (feature: string, enabled: boolean): void => {
    void saving.run(() => app.call('PUT /features', { [feature]: enabled }).then(again));
  };
  return (
    <section className="stack">
      <h2>{words('subscription.features')}</h2>
      {saving.fault ? <Banner kind="bad" title={saving.fault.text} /> : null}
      <ul className="ruled">
        {data.map(({ feature, title, enabled, entitled, source }) => (
          <li key={feature}>
            <Switch
              label={wordOr(words, `feature.${feature}`, title)}
              checked={enabled}
              disabled={!app.allows('features.write') || (!entitled && !enabled)}
              onChange={(event) => change(feature, event.currentTarget.checked)}
            />
            <span className="dim">
              {words(entitled || enabled ? `subscription.by_${source}` : 'subscription.not_included')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export default function SubscriptionScreen() {
  const zone = useZone();
  const words = useWords();
  const app = useApp();
  const { data, fault } = useLoaded<Subscription>('GET /subscription');
  if (!data) return fault ? <Banner kind="bad" title={fault.text} /> : <LoadingLine />;
  return (
    <div className="admin admin-wide">
      <h1>{words('nav.subscription')}</h1>
      <DefinitionList
        details={[
          { name: words('subscription.plan'), value: wordOr(words, `plan.${data.plan}`, data.plan) },
          { name: words('subscription.status'), value: words(`subscription.status_${data.status}`) },
          ...(data.trial_ends_at
            ? [{ name: words('subscription.trial_ends'), value: moment(data.trial_ends_at, zone) }]
            : []),
        ]}
      />
      <h2>{words('subscription.limits')}</h2>
      <AllowanceTable allowances={data.allowances} />
      {app.allows('features.read') ? <Features /> : null}
      <p>
        <a href="/docs">{words('admin.reference')}</a>
      </p>
    </div>
  );
}
