/** How the organisation counts and speaks: its weeks and years, its time zone, its language, and the name its mails carry. */
import { dayOf, span } from '@tenantry/ui/format/days.ts';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { DefinitionList } from '@tenantry/ui/parts/details.tsx';
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { rangeOfPreset } from '@tenantry/ui/period/presets.ts';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, useState } from 'react';
import type { Setting } from './settings.schema.ts';
import '../admin.css';

const WEEK = [1, 2, 3, 4, 5, 6, 7].map(String);
const YEAR = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(String);
const LANGUAGES = [
  { value: 'en-IN', label: 'English' },
  { value: 'hi-IN', label: 'हिन्दी' },
];
/** Browsers still know India's by its name of long ago. */
const FORMER: Record<string, string> = { 'Asia/Calcutta': 'Asia/Kolkata' };

function zonesWith(present: string): { value: string; label: string }[] {
  const known = Intl.supportedValuesOf('timeZone').map((zone) => FORMER[zone] ?? zone);
  return [...new Set([present, ...known])].sort().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
}

export default function SettingsScreen() {
  const { data, fault, again } = useLoaded<Setting[]>('GET /config');
  if (!data) return fault ? <Banner kind="bad" title={fault.text} /> : <LoadingLine />;
  return <SettingsForm settings={data} again={again} />;
}

/** The settings that stand on this page; others are the operator's and the program's. */
const KEYS = [
  'calendar.week_start',
  'calendar.year_start_month',
  'locale.language',
  'notifications.email_from',
] as const;
type Key = (typeof KEYS)[number];

function SettingsForm({ settings, again }: { settings: readonly Setting[]; again: () => void }) {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const before = (key: Key): string => {
    const value = settings.find(({ config_key }) => config_key === key)?.config_value;
    return value === null || value === undefined ? '' : String(value);
  };
  const [values, setValues] = useState(() => new Map<Key, string>(KEYS.map((key) => [key, before(key)])));
  const of = (key: Key): string => values.get(key) ?? '';
  const set = (key: Key, value: string): void => setValues((now) => new Map(now).set(key, value));
  const tenant = app.me?.tenant;
  const [zone, setZone] = useState(tenant?.time_zone ?? '');
  /** Which one the server refused. */
  const [refused, setRefused] = useState<Key | 'time_zone' | null>(null);
  const mayWrite = app.allows('settings.write');
  const maySetZone = app.allows('tenants.write');

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void saving.run(async () => {
      if (maySetZone && zone !== tenant?.time_zone) {
        setRefused('time_zone');
        await app.call('PATCH /tenants/{tenant}', { tenant: tenant?.id, time_zone: zone });
      }
      for (const key of mayWrite ? KEYS : []) {
        const text = of(key).trim();
        if (text === before(key)) continue;
        setRefused(key);
        if (text === '') await app.call('DELETE /config/{key}', { key });
        else
          await app.call('POST /config', {
            config_key: key,
            config_value: key.startsWith('calendar.') ? Number(text) : text,
          });
      }
      setRefused(null);
      // Periods and dates of every page follow at once.
      await app.findMe();
      again();
      tell({ text: words('settings.saved') });
    });
  };
  const errorOf = (key: Key | 'time_zone'): string | undefined =>
    saving.fault && refused === key ? (Object.values(saving.fault.fields)[0] ?? saving.fault.text) : undefined;
  const calendar = {
    today: dayOf(new Date().toISOString(), zone || 'Asia/Kolkata'),
    week_start: Number(of('calendar.week_start')),
    year_start_month: Number(of('calendar.year_start_month')),
  };
  const said = (preset: 'this-week' | 'fy'): string => {
    const { from, to } = rangeOfPreset(preset, calendar);
    return span(from ?? '', to ?? '');
  };
  return (
    <form className="admin" onSubmit={submit}>
      <h1>{words('nav.settings')}</h1>
      {saving.fault && refused === null ? <Banner kind="bad" title={saving.fault.text} /> : null}
      <fieldset className="admin-group stack">
        <legend>{words('settings.calendar')}</legend>
        <div className="admin-fields">
          <Select
            label={words('settings.week_start')}
            value={of('calendar.week_start')}
            choices={WEEK.map((value) => ({ value, label: words(`settings.day_${value}`) }))}
            disabled={!mayWrite}
            onChange={(event) => set('calendar.week_start', event.currentTarget.value)}
            error={errorOf('calendar.week_start')}
          />
          <Select
            label={words('settings.year_start')}
            value={of('calendar.year_start_month')}
            choices={YEAR.map((value) => ({ value, label: words(`settings.month_${value}`) }))}
            disabled={!mayWrite}
            onChange={(event) => set('calendar.year_start_month', event.currentTarget.value)}
            error={errorOf('calendar.year_start_month')}
          />
          <Select
            label={words('tenant.time_zone')}
            value={zone}
            choices={zonesWith(zone)}
            disabled={!maySetZone}
            onChange={(event) => setZone(event.currentTarget.value)}
            error={errorOf('time_zone')}
          />
        </div>
        <DefinitionList
          details={[
            { name: words('settings.this_week'), value: said('this-week') },
            { name: words('settings.this_year'), value: said('fy') },
          ]}
        />
      </fieldset>
      <fieldset className="admin-group stack">
        <legend>{words('settings.voice')}</legend>
        <div className="admin-fields">
          <Select
            label={words('settings.language')}
            hint={words('settings.language_hint')}
            value={of('locale.language')}
            choices={
              LANGUAGES.some(({ value }) => value === of('locale.language'))
                ? LANGUAGES
                : [...LANGUAGES, { value: of('locale.language'), label: of('locale.language') }]
            }
            disabled={!mayWrite}
            onChange={(event) => set('locale.language', event.currentTarget.value)}
            error={errorOf('locale.language')}
          />
          <TextField
            label={words('settings.sender')}
            hint={words('settings.sender_hint')}
            value={of('notifications.email_from')}
            maxLength={120}
            readOnly={!mayWrite}
            onChange={(event) => set('notifications.email_from', event.currentTarget.value)}
            error={errorOf('notifications.email_from')}
          />
        </div>
      </fieldset>
      {mayWrite || maySetZone ? (
        <ButtonRow>
          <Button kind="main" type="submit" busy={saving.isBusy}>
            {words('admin.save')}
          </Button>
        </ButtonRow>
      ) : null}
    </form>
  );
}
