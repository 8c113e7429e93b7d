/** The plan; below it every limit and feature as a list like any other, with the rule that decided, and features to be switched. */
import { moment } from '@tenantry/ui/format/days.ts';
import { count, fileSize } from '@tenantry/ui/format/figures.ts';
import type { GridAction } from '@tenantry/ui/grid/actions.tsx';
import type { GridColumn } from '@tenantry/ui/grid/columns.ts';
import { LedgerGrid } from '@tenantry/ui/grid/ledger_grid.tsx';
import { rowsAtHand } from '@tenantry/ui/grid/rows_at_hand.ts';
import { type GridView, paramsOfView, viewOfParams } from '@tenantry/ui/grid/view.ts';
import { attempt } from '@tenantry/ui/page/acts.ts';
import { ledgerKeys } from '@tenantry/ui/page/list_keys.ts';
import { type PageKey, type Place, usePlace } from '@tenantry/ui/page/place.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { wordOr } from '@tenantry/ui/screens/save.ts';
import { useWords, type Words } from '@tenantry/ui/words/words.tsx';
import { useMemo, useState } from 'react';
import type { FeatureDetail } from '../features/features.schema.ts';
import { linesOf, type SubscriptionLine } from './lines.ts';
import type { Subscription } from './subscriptions.schema.ts';
import '../admin.css';

const titleOf = (words: Words, { kind, name, title }: SubscriptionLine): string =>
  wordOr(words, `${kind}.${name}`, title);

const figure = (name: string, value: number): string => (name === 'storage_bytes' ? fileSize(value) : count(value));

/** Nothing is opened, exported or kept here. */
const ABSENT = ['Enter', 'E', 'V', '1'];

const STATES = [
  { value: 'within', mark: 'sent' },
  { value: 'near', mark: 'part' },
  { value: 'full', mark: 'late' },
  { value: 'on', mark: 'full' },
  { value: 'off', mark: 'off' },
  { value: 'none', mark: 'draft' },
] as const;

function columnsOf(words: Words): GridColumn<SubscriptionLine>[] {
  const kinds = (['limit', 'feature'] as const).map((value) => ({ value, label: words(`subscription.kind_${value}`) }));
  return [
    {
      key: 'title',
      label: words('subscription.what'),
      kind: 'text',
      width: 210,
      sortable: true,
      phone: 'title',
      text: (line) => titleOf(words, line),
    },
    {
      key: 'kind',
      label: words('subscription.kind'),
      kind: 'choice',
      width: 96,
      sortable: true,
      filterable: true,
      choices: kinds,
    },
    {
      key: 'state',
      label: words('subscription.state'),
      kind: 'choice',
      width: 140,
      sortable: true,
      filterable: true,
      phone: 'state',
      choices: STATES.map((state) => ({
        ...state,
        label: words(state.value === 'none' ? 'subscription.not_included' : `subscription.state_${state.value}`),
      })),
    },
    {
      key: 'used',
      label: words('subscription.used'),
      kind: 'number',
      sortable: true,
      phone: 'figure',
      text: ({ name, used }) => (used === null ? '' : figure(name, used)),
    },
    {
      key: 'maximum',
      label: words('subscription.maximum'),
      kind: 'number',
      width: 112,
      sortable: true,
      text: ({ kind, name, maximum }) =>
        kind === 'feature' ? '' : maximum === null ? words('subscription.no_limit') : figure(name, maximum),
    },
    {
      key: 'source',
      label: words('subscription.source'),
      kind: 'text',
      width: 200,
      phone: 'note',
      text: ({ source }) => (source ? words(source) : ''),
    },
    { key: 'valid_to', label: words('subscription.until_column'), kind: 'instant', sortable: true, hidden: true },
    { key: 'resets_at', label: words('subscription.resets'), kind: 'instant', sortable: true },
  ];
}

async function readLines(place: Place, heard: (subscription: Subscription) => void): Promise<SubscriptionLine[]> {
  const [subscription, features] = await Promise.all([
    place.call<Subscription>('GET /subscription'),
    place.allows('features.read') ? place.call<FeatureDetail[]>('GET /features/details') : { data: [] },
  ]);
  heard(subscription.data);
  return linesOf(subscription.data.allowances, features.data);
}

function switchesOf(place: Place, words: Words, changed: () => void): GridAction<SubscriptionLine>[] {
  if (!place.allows('features.write')) return [];
  return (['on', 'off'] as const).map((to) => ({
    key: to,
    label: words(`subscription.switch_${to}`),
    keys: to === 'on' ? 'S' : 'D',
    refused(target) {
      const [line] = target.kind === 'some' ? target.rows : [];
      if (!line || line.kind === 'limit') return words('subscription.no_switch');
      if (!line.mayTurn) return words('subscription.not_yours');
      return line.state === to ? words(`subscription.state_${to}`) : undefined;
    },
    run(target) {
      const [line] = target.kind === 'some' ? target.rows : [];
      if (!line) return;
      void attempt({ place }, async () => {
        await place.call('PUT /features', { [line.name]: to === 'on' });
        changed();
        tell({ text: words(`subscription.switched_${to}`, { what: titleOf(words, line) }) });
      });
    },
  }));
}

function Plan({ subscription, zone }: { subscription: Subscription; zone: string }) {
  const words = useWords();
  const { plan, status, trial_ends_at } = subscription;
  return (
    <p className="dim">
      {[
        `${words('subscription.plan')}: ${wordOr(words, `plan.${plan}`, plan)}`,
        words(`subscription.status_${status}`),
        ...(trial_ends_at ? [`${words('subscription.trial_ends')} ${moment(trial_ends_at, zone)}`] : []),
      ].join(' · ')}
    </p>
  );
}

export default function SubscriptionScreen() {
  const words = useWords();
  const place = usePlace();
  const [subscription, setSubscription] = useState<Subscription | null>(null);
  const [refresh, setRefresh] = useState(0);
  const columns = useMemo(() => columnsOf(words), [words]);
  const port = useMemo(
    () =>
      rowsAtHand(() => readLines(place, setSubscription), columns, {
        yes: words('grid.yes'),
        no: words('grid.no'),
        zone: place.zone,
      }),
    [place, columns, words],
  );
  const view = useMemo(() => viewOfParams(place.search, columns), [place.search, columns]);
  const onView = (next: GridView): void => place.go('/subscription', { search: paramsOfView(next), replace: true });
  const keys = useMemo<PageKey[]>(
    () => [
      ...ledgerKeys.filter(({ keys: pressed }) => !ABSENT.includes(pressed)),
      { keys: 's', label: 'subscription.switch_on', bar: true },
      { keys: 'd', label: 'subscription.switch_off', bar: true },
    ],
    [],
  );
  place.useKeys(keys);
  return (
    <div className="admin-ledger">
      <LedgerGrid<SubscriptionLine>
        label={words('nav.subscription')}
        columns={columns}
        port={port}
        view={view}
        onView={onView}
        rowLabel={(line) => titleOf(words, line)}
        countLabel={(total) => words('subscription.count', { count: total, shown: count(total) })}
        actions={switchesOf(place, words, () => setRefresh((now) => now + 1))}
        refresh={refresh}
        singleKeys={place.singleKeys}
        zone={place.zone}
        title={<h1>{words('nav.subscription')}</h1>}
        tools={subscription ? <Plan subscription={subscription} zone={place.zone} /> : null}
      />
    </div>
  );
}
