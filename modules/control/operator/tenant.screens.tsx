/** One organisation, for operators: how it is served, what it uses of its limits, its features; nothing of its records. */
import { Chart } from '@tenantry/ui/chart/chart.tsx';
import { day, dayOf, moment, time } from '@tenantry/ui/format/days.ts';
import { count, quantity } from '@tenantry/ui/format/figures.ts';
import { Switch } from '@tenantry/ui/parts/choice_field.tsx';
import { DefinitionList } from '@tenantry/ui/parts/details.tsx';
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { AppLink, useApp } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving, wordOr } from '@tenantry/ui/screens/save.ts';
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import { useWords, type Words } from '@tenantry/ui/words/words.tsx';
import type { FeatureDetail } from '../features/features.schema.ts';
import type { Performance } from '../performance/performance.schema.ts';
import { AllowanceTable } from '../subscriptions/allowance_table.screens.tsx';
import type { Allowance } from '../subscriptions/allowances.ts';
import type { Tenant } from '../tenants/tenants.schema.ts';
import type { TenantHealth } from '../usage/usage.schema.ts';
import { Console } from './console.tsx';
import { TenantActs } from './tenant_acts.screens.tsx';
import { TenantEntitlements } from './tenant_entitlements.screens.tsx';
import { TenantKeys, TenantProvisioning } from './tenant_inside.screens.tsx';

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** One that is not open has no health, but a state. */
const sayHealth = (words: Words, status: string): string =>
  wordOr(words, `operator.health_${status}`, wordOr(words, `operator.status_${status}`, status));

/** A day by its date, everything shorter by its time: names that stand side by side are short. */
const pointsOf = ({ resolution, series }: Performance): string[] =>
  series.map(({ at }) => (resolution === '1d' ? day(dayOf(at, ZONE)) : time(at, ZONE)));

function Features({ tenant }: { tenant: string }) {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const { data, again } = useLoaded<FeatureDetail[]>('GET /tenants/{tenant}/features/details', { tenant });
  if (!data) return null;
  const change = (feature: string, enabled: boolean): void => {
    void saving.run(() => app.call('PUT /tenants/{tenant}/features', { tenant, [feature]: enabled }).then(again));
  };
  return (
    <section className="stack">
      <h2>{words('subscription.features')}</h2>
      {saving.fault ? <Banner kind="bad" title={saving.fault.text} /> : null}
      <ul className="ruled">
        {data.map(({ feature, title, enabled, source }) => (
          <li key={feature}>
            <Switch
              label={wordOr(words, `feature.${feature}`, title)}
              checked={enabled}
              onChange={(event) => change(feature, event.currentTarget.checked)}
            />
            <span className="dim">{words(`subscription.by_${source}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Served({ tenant }: { tenant: string }) {
  const words = useWords();
  const { data } = useLoaded<Performance>('GET /tenants/{tenant}/performance', { tenant });
  if (!data || data.series.length === 0) return null;
  return (
    <section className="stack">
      <h2>{words('operator.served')}</h2>
      <Chart
        label={words('operator.requests')}
        kind="bar"
        points={pointsOf(data)}
        series={[{ key: 'requests', label: words('operator.requests'), values: data.series.map((p) => p.requests) }]}
        format={count}
        height={180}
      />
      <Chart
        label={words('operator.p95')}
        kind="line"
        points={pointsOf(data)}
        series={[{ key: 'p95', label: words('operator.p95'), values: data.series.map((p) => p.p95_response_ms) }]}
        format={(value) => quantity(value)}
        height={180}
      />
    </section>
  );
}

function Body({ slug }: { slug: string }) {
  const words = useWords();
  const input = { tenant: slug };
  const tenant = useLoaded<Tenant>('GET /tenants/{tenant}', input);
  const health = useLoaded<TenantHealth>('GET /tenants/{tenant}/health', input);
  const usage = useLoaded<{ allowances: Allowance[] }>('GET /tenants/{tenant}/usage', input);
  if (!tenant.data) return tenant.fault ? <Banner kind="bad" title={tenant.fault.text} /> : <LoadingLine />;
  const { name, status, status_reason, plan, placement, organization_type, created_at } = tenant.data;
  const changed = (): void => {
    tenant.again();
    health.again();
    usage.again();
  };
  return (
    <div className="admin admin-wide">
      <p>
        <AppLink to="/operator">{words('operator.page_tenants')}</AppLink>
      </p>
      <h1>{name}</h1>
      <TenantActs tenant={tenant.data} onChanged={changed} />
      <DefinitionList
        details={[
          { name: words('operator.slug'), value: slug },
          { name: words('operator.status'), value: words(`operator.status_${status}`) },
          ...(status_reason ? [{ name: words('operator.reason'), value: status_reason }] : []),
          { name: words('subscription.plan'), value: wordOr(words, `plan.${plan}`, plan) },
          { name: words('operator.placement'), value: words(`operator.placement_${placement}`) },
          { name: words('operator.kind'), value: words(`onboarding.kind_${organization_type}`) },
          { name: words('members.since'), value: moment(created_at, ZONE) },
          {
            name: words('operator.page_health'),
            value: health.data ? [sayHealth(words, health.data.status), ...health.data.problems].join(' ') : null,
          },
          {
            name: words('operator.trail_short'),
            value: <AppLink to={`/operator/tenants/${slug}/audit`}>{words('operator.trail_search')}</AppLink>,
          },
        ]}
      />
      <section className="stack">
        <h2>{words('subscription.limits')}</h2>
        {usage.data ? <AllowanceTable allowances={usage.data.allowances} /> : <LoadingLine />}
      </section>
      <TenantEntitlements tenant={slug} onChanged={changed} />
      <Served tenant={slug} />
      {/* Another plan has other features. */}
      <Features key={`${plan} ${status}`} tenant={slug} />
      <TenantProvisioning key={`p ${status}`} tenant={slug} onChanged={changed} />
      <TenantKeys tenant={slug} />
    </div>
  );
}

export default function TenantScreen({ params }: ScreenProps) {
  return (
    <Console page="tenants">
      <Body slug={params.tenant ?? ''} />
    </Console>
  );
}
