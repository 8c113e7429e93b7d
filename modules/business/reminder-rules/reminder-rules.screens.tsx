/** On which days customers are reminded of what is open: set all together, each on or off. */
import { type PageKey, usePlace } from '@tenantry/ui/page/place.tsx';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { Checkbox } from '@tenantry/ui/parts/choice_field.tsx';
import { Banner, EmptyState } from '@tenantry/ui/parts/notice.tsx';
import { NumberField } from '@tenantry/ui/parts/number_field.tsx';
import { Select } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import type { ReminderRules } from './reminder-rules.schema.ts';
import '../payments/payments.css';
import '../reports/reports.css';

interface Draft {
  key: number;
  days: number | null;
  side: 'before' | 'after';
  is_active: boolean;
  attaches: boolean;
}

const USUAL = [-3, 0, 7, 15, 30];

const draftOf = (days: number, key: number, said: Partial<Draft> = {}): Draft => ({
  ...{ key, days: Math.abs(days), side: days < 0 ? 'before' : 'after' },
  ...{ is_active: true, attaches: true, ...said },
});

/** What is not a number is said by the server, at its field. */
const daysOf = ({ days, side }: Pick<Draft, 'days' | 'side'>): number =>
  (days ?? Number.NaN) * (side === 'before' ? -1 : 1) + 0;

function RulesForm({ stored, onStored }: { stored: ReminderRules; onStored(rules: ReminderRules): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [rules, setRules] = useState<Draft[]>(() =>
    stored.rules.map(({ days, ...said }, index) => draftOf(days, index, said)),
  );
  const saving = useSaving();
  const mayWrite = place.allows('reminder-rules.write');
  const next = Math.max(0, ...rules.map(({ key }) => key + 1));
  const set = (key: number, change: Partial<Draft>): void =>
    setRules((before) => before.map((rule) => (rule.key === key ? { ...rule, ...change } : rule)));
  function save(event?: FormEvent): void {
    event?.preventDefault();
    void saving.run(async () => {
      const given = {
        rules: rules.map(({ is_active, attaches, ...rule }) => ({ days: daysOf(rule), is_active, attaches })),
      };
      onStored((await place.call<ReminderRules>('PUT /reminder-rules', given)).data);
      tell({ text: words('reminder-rules.stored') });
    });
  }
  const latest = useRef(save);
  latest.current = save;
  const keys = useMemo<PageKey[]>(
    () => (mayWrite ? [{ keys: 'ctrl+Enter', label: 'page.save', bar: true, run: () => latest.current() }] : []),
    [mayWrite],
  );
  place.useKeys(keys);
  const general = saving.refused ?? saving.errorOf('rules');
  if (rules.length === 0)
    return (
      <>
        <EmptyState
          title={words('reminder-rules.empty')}
          acts={
            mayWrite ? (
              <Button kind="main" onClick={() => setRules(USUAL.map((days, index) => draftOf(days, index)))}>
                {words('reminder-rules.usual')}
              </Button>
            ) : undefined
          }
        >
          <p>{words('reminder-rules.empty_hint')}</p>
        </EmptyState>
        {stored.rules.length > 0 ? (
          <ButtonRow>
            <Button kind="main" onClick={() => save()}>
              {words('reminder-rules.save')}
            </Button>
          </ButtonRow>
        ) : null}
      </>
    );
  return (
    <form className="payment-form" onSubmit={save}>
      {rules.map((rule, index) => (
        <div key={rule.key} className="payment-act">
          <NumberField
            label={words('reminder-rules.days')}
            kind="whole"
            value={rule.days}
            error={saving.errorOf(`rules/${index}/days`)}
            disabled={!mayWrite}
            onChange={(days) => set(rule.key, { days })}
          />
          <Select
            label={words('reminder-rules.side')}
            choices={(['before', 'after'] as const).map((value) => ({
              value,
              label: words(`reminder-rules.${value}`),
            }))}
            value={rule.side}
            disabled={!mayWrite}
            onChange={({ target }) => set(rule.key, { side: target.value as Draft['side'] })}
          />
          <Checkbox
            label={words('reminder-rules.is_active')}
            checked={rule.is_active}
            disabled={!mayWrite}
            onChange={({ target }) => set(rule.key, { is_active: target.checked })}
          />
          <Checkbox
            label={words('reminder-rules.attaches')}
            checked={rule.attaches}
            disabled={!mayWrite}
            onChange={({ target }) => set(rule.key, { attaches: target.checked })}
          />
          {mayWrite ? (
            <Button onClick={() => setRules((before) => before.filter(({ key }) => key !== rule.key))}>
              {words('reminder-rules.remove')}
            </Button>
          ) : null}
        </div>
      ))}
      {general ? <Banner kind="bad" title={general} /> : null}
      {mayWrite ? (
        <ButtonRow>
          <Button type="submit" kind="main" keys="Ctrl ↵">
            {words('reminder-rules.save')}
          </Button>
          <Button onClick={() => setRules((before) => [...before, draftOf(30, next)])}>
            {words('reminder-rules.add')}
          </Button>
        </ButtonRow>
      ) : null}
    </form>
  );
}

export default function ReminderRulesScreen(): ReactNode {
  const words = useWords();
  const { data, fault, put } = useLoaded<ReminderRules>('GET /reminder-rules');
  return (
    <div className="report">
      <header className="report-head">
        <div>
          <h1>{words('nav.reminder-rules')}</h1>
          <p className="dim">{words('reminder-rules.about')}</p>
        </div>
      </header>
      {fault ? <Banner kind="bad" title={fault.text} /> : null}
      {data ? <RulesForm key={JSON.stringify(data)} stored={data} onStored={put} /> : null}
    </div>
  );
}
