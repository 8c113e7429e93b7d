/** The letterhead: how papers look and where they ask to be paid, with the last invoice beside it as it will print. */
import { type PageKey, usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Checkbox, RadioGroup } from '@tenantry/ui/parts/choice_field.tsx';
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { Select, TextArea, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { type AppFault, AppLink } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Pictures } from '../print/picture.screens.tsx';
import type { Letterhead } from './letterhead.schema.ts';
import './letterhead.css';

type Fields = Omit<Letterhead, 'version' | 'updated_at'>;

const CHOICES = {
  design: ['ledger', 'classic', 'band'],
  size: ['a4', 'a5', 'thermal80'],
  language: ['en', 'hi'],
  copies: ['original', 'all', 'duplicate', 'triplicate', 'none'],
  signing: ['line', 'computer'],
} as const;
const PAY = ['bank_name', 'account_holder', 'account_number', 'ifsc'] as const;
const MOST: Readonly<Record<string, number>> = { bank_name: 80, account_holder: 120, account_number: 18, ifsc: 11 };

function fieldsOf({ version: _version, updated_at: _updated_at, ...fields }: Letterhead): Fields {
  return fields;
}

/** So long nothing more is typed before it is set anew. */
const PAUSE_MS = 400;

interface Seen {
  svg: string;
  pages: number;
  is_sample: boolean;
}

/** The paper by what is typed; what cannot be taken yet leaves the one before, and says where. */
function usePreview(fields: Fields): { seen: Seen | null; fault: AppFault | null } {
  const place = usePlace();
  const [seen, setSeen] = useState<Seen | null>(null);
  const [fault, setFault] = useState<AppFault | null>(null);
  const call = useRef(place);
  call.current = place;
  useEffect(() => {
    let isOver = false;
    const pause = setTimeout(async () => {
      try {
        const { data } = await call.current.call<Seen>('POST /letterhead/preview', fields);
        if (isOver) return;
        setSeen(data);
        setFault(null);
      } catch (error) {
        if (!isOver) setFault(call.current.faultOf(error));
      }
    }, PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(pause);
    };
  }, [fields]);
  return { seen, fault };
}

export default function LetterheadScreen(): ReactNode {
  const loaded = useLoaded<Letterhead>('GET /letterhead');
  if (loaded.fault && !loaded.data) return <Banner kind="bad" title={loaded.fault.text} />;
  if (!loaded.data) return <LoadingLine />;
  return <Writing stored={loaded.data} onStored={loaded.put} />;
}

function Writing({ stored, onStored }: { stored: Letterhead; onStored(stored: Letterhead): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [fields, setFields] = useState(() => fieldsOf(stored));
  const saving = useSaving();
  const { seen, fault } = usePreview(fields);
  const mayWrite = place.allows('letterhead.write');
  const set = (change: Partial<Fields>): void => setFields((before) => ({ ...before, ...change }));
  const errorOf = (field: string): string | undefined => saving.errorOf(field) ?? fault?.fields[field];
  const save = (): Promise<boolean> =>
    saving.run(async () => {
      const { data } = await place.call<Letterhead>('PUT /letterhead', { ...fields, version: stored.version });
      onStored(data);
      tell({ text: words('letterhead.saved') });
    });
  const latest = useRef(save);
  latest.current = save;
  const keys = useMemo<PageKey[]>(
    () => (mayWrite ? [{ keys: 'ctrl+s', label: 'letterhead.save', bar: true, run: () => void latest.current() }] : []),
    [mayWrite],
  );
  place.useKeys(keys);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void save();
  };
  return (
    <form className="letterhead" onSubmit={submit} noValidate>
      <header className="letterhead-head">
        <h1>{words('letterhead.title')}</h1>
        {mayWrite ? (
          <Button kind="main" type="submit" keys="Ctrl S">
            {words('letterhead.save')}
          </Button>
        ) : null}
      </header>
      {saving.refused ? <Banner kind="bad" title={saving.refused} /> : null}
      <fieldset className="letterhead-fields" disabled={!mayWrite}>
        <Look {...{ fields, set, errorOf }} />
        <Words {...{ fields, set, errorOf }} />
      </fieldset>
      <section
        className="letterhead-preview"
        aria-label={words('letterhead.preview')}
        aria-busy={seen === null}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
        tabIndex={0}
      >
        {fault ? <p className="dim">{words('letterhead.stale')}</p> : null}
        {seen?.is_sample ? <p className="dim">{words('letterhead.preview_sample')}</p> : null}
        {seen ? (
          <div className="letterhead-paper" data-size={fields.size}>
            <Pictures
              svg={seen.svg}
              pages={seen.pages}
              alt={words('letterhead.preview_alt')}
              altOf={(page) => words('letterhead.page', { page })}
            />
          </div>
        ) : (
          <LoadingLine />
        )}
      </section>
    </form>
  );
}

interface PartProps {
  fields: Fields;
  set(change: Partial<Fields>): void;
  errorOf(field: string): string | undefined;
}

/** Design, size, language, copies, logo, signature. */
function Look({ fields, set, errorOf }: PartProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const choices = (field: keyof typeof CHOICES) =>
    CHOICES[field].map((value) => ({ value, label: words(`letterhead.${field}_${value}`) }));
  return (
    <section>
      <h2>{words('letterhead.section_look')}</h2>
      <RadioGroup
        label={words('letterhead.design')}
        choices={choices('design')}
        value={fields.design}
        onChange={(design) => set({ design: design as Fields['design'] })}
      />
      <div className="letterhead-pair">
        <Select
          label={words('letterhead.size')}
          choices={choices('size')}
          value={fields.size}
          onChange={({ target }) => set({ size: target.value as Fields['size'] })}
        />
        <Select
          label={words('letterhead.language')}
          none={words('letterhead.language_none')}
          choices={choices('language')}
          value={fields.language ?? ''}
          onChange={({ target }) => set({ language: (target.value || null) as Fields['language'] })}
        />
        <Select
          label={words('letterhead.copies')}
          hint={words('letterhead.copies_hint')}
          choices={choices('copies')}
          value={fields.copies}
          onChange={({ target }) => set({ copies: target.value as Fields['copies'] })}
        />
        <Select
          label={words('letterhead.signing')}
          choices={choices('signing')}
          value={fields.signing}
          onChange={({ target }) => set({ signing: target.value as Fields['signing'] })}
        />
        <TextField
          label={words('letterhead.signatory')}
          value={fields.signatory ?? ''}
          maxLength={80}
          onChange={({ target }) => set({ signatory: target.value || null })}
          error={errorOf('signatory')}
        />
      </div>
      <Checkbox
        label={words('letterhead.shows_logo')}
        checked={fields.shows_logo}
        onChange={({ target }) => set({ shows_logo: target.checked })}
      />
      {place.allows('branding.write') ? (
        <p>
          <AppLink to="/branding">{words('letterhead.logo_where')}</AppLink>
        </p>
      ) : null}
    </section>
  );
}

/** Account and UPI, terms and foot, and what the law asks of some. */
function Words({ fields, set, errorOf }: PartProps): ReactNode {
  const words = useWords();
  const text = (field: (typeof PAY)[number] | 'upi_address' | 'footer' | 'lut_number', most: number, hint?: string) => (
    <TextField
      key={field}
      label={words(`letterhead.${field}`)}
      hint={hint}
      value={fields[field] ?? ''}
      maxLength={most}
      spellCheck={false}
      onChange={({ target }) =>
        set({ [field]: (field === 'ifsc' ? target.value.toUpperCase() : target.value) || null })
      }
      error={errorOf(field)}
    />
  );
  return (
    <>
      <section>
        <h2>{words('letterhead.section_pay')}</h2>
        <div className="letterhead-pair">
          {PAY.map((field) => text(field, MOST[field] ?? 80))}
          {text('upi_address', 120, words('letterhead.upi_hint'))}
        </div>
      </section>
      <section>
        <h2>{words('letterhead.section_words')}</h2>
        <TextArea
          label={words('letterhead.terms')}
          hint={words('letterhead.terms_hint')}
          value={fields.terms ?? ''}
          maxLength={1000}
          onChange={({ target }) => set({ terms: target.value || null })}
          error={errorOf('terms')}
        />
        {text('footer', 120)}
      </section>
      <section>
        <h2>{words('letterhead.section_law')}</h2>
        {text('lut_number', 30)}
        <Checkbox
          label={words('letterhead.is_composition')}
          checked={fields.is_composition}
          onChange={({ target }) => set({ is_composition: target.checked })}
        />
      </section>
    </>
  );
}
