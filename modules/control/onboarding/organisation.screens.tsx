/** The organisation of a newcomer on one sheet: name and address, GSTIN, kind, colour; then one is in it. */

import { readGstin } from '@tenantry/india/gstin.ts';
import { isDeadState, states } from '@tenantry/india/states.ts';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { RadioGroup } from '@tenantry/ui/parts/choice_field.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { type AppFault, type AppPerson, useApp } from '@tenantry/ui/screens/app.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, useRef, useState } from 'react';
import { features } from '../features/catalogue.ts';
import { LogoAndColour } from './logo_and_colour.screens.tsx';
import { SlugField } from './slug_field.screens.tsx';

const KINDS = ['business', 'dental_clinic', 'clinic', 'manufacturing'] as const;
type Kind = (typeof KINDS)[number];
/** A colour to begin with, by kind; the same as the first template of it. */
const COLOURS: Record<Kind, string> = {
  business: '#4338ca',
  dental_clinic: '#0f766e',
  clinic: '#0369a1',
  manufacturing: '#475569',
};
const STATES = states.filter(({ code }) => !isDeadState(code)).map(({ name }) => ({ value: name, label: name }));

export function Organisation({ me }: { me: AppPerson }) {
  const words = useWords();
  const app = useApp();
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState('');
  const [slug, setSlug] = useState('');
  const [gstin, setGstin] = useState('');
  const [state, setState] = useState('');
  const [kind, setKind] = useState<Kind>('business');
  const [colour, setColour] = useState<string | null>(null);
  const [logo, setLogo] = useState<File | null>(null);
  /** The organisation is there, its logo was refused. */
  const [founded, setFounded] = useState<{ slug: string; why: string } | null>(null);
  const [fault, setFault] = useState<AppFault | null>(null);
  const [isBusy, setBusy] = useState(false);
  const read = gstin.length >= 15 ? readGstin(gstin) : null;

  const typeGstin = (typed: string): void => {
    setGstin(typed);
    const known = typed.length >= 15 ? readGstin(typed) : null;
    if (known?.state) setState(known.state.name);
  };
  const gstinError =
    gstin.replace(/\s/g, '').length >= 15 && !read ? words('onboarding.gstin_form') : fault?.fields.gstin;
  const gstinHint = !read
    ? words('onboarding.gstin_hint')
    : [
        words('onboarding.gstin_says', { state: read.state?.name ?? '–', pan: read.pan ?? '–' }),
        read.check_digit_ok ? '' : words('onboarding.gstin_check', { digit: read.check_digit ?? '' }),
      ].join(' ');

  const create = async (): Promise<void> => {
    const optional = { ...(gstin ? { gstin: read?.gstin ?? gstin } : {}), ...(state ? { state } : {}) };
    const { data } = await app.call<{ slug: string }>('POST /onboarding', {
      name,
      slug,
      organization_type: kind,
      contact_person: me.user.name,
      contact_email: me.user.email,
      primary_color: colour ?? COLOURS[kind],
      ...optional,
    });
    if (!logo) return location.assign(`/t/${data.slug}/`);
    const sent = new FormData();
    sent.set('file', logo);
    await app.upload('POST /tenants/{tenant}/logos', { tenant: data.slug }, sent).then(
      () => location.assign(`/t/${data.slug}/`),
      (error: unknown) => setFounded({ slug: data.slug, why: app.faultOf(error).text }),
    );
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setFault(null);
    create().catch((error: unknown) => {
      setFault(app.faultOf(error));
      setBusy(false);
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
    });
  };
  const refused = fault && Object.keys(fault.fields).length === 0 ? fault.text : null;
  const included = (one: Kind): string =>
    features
      .filter(({ organization_types, plans }) => organization_types?.includes(one) && plans.includes('basic'))
      .map((feature) => words(`feature.${feature.name}`))
      .join(', ');

  if (founded)
    return (
      <Banner kind="wait" title={words('onboarding.logo_refused')}>
        <p>{founded.why}</p>
        <p>
          <a href={`/t/${founded.slug}/`}>{words('onboarding.go_on')}</a>
        </p>
      </Banner>
    );
  return (
    <form className="stack" onSubmit={submit} ref={form} noValidate={false}>
      {refused ? (
        <p className="fault" role="alert">
          {refused}
        </p>
      ) : null}
      <TextField
        label={words('onboarding.name')}
        hint={words('onboarding.name_hint')}
        value={name}
        maxLength={120}
        required
        autoFocus
        autoComplete="organization"
        onChange={(event) => setName(event.currentTarget.value)}
        error={fault?.fields.name}
      />
      <SlugField name={name} value={slug} onChange={setSlug} error={fault?.fields.slug} />
      <div className="setup-pair">
        <TextField
          label={words('onboarding.gstin')}
          hint={gstinHint}
          value={gstin}
          maxLength={20}
          spellCheck={false}
          onChange={(event) => typeGstin(event.currentTarget.value.toUpperCase())}
          error={gstinError}
        />
        <Select
          label={words('onboarding.state')}
          value={state}
          none="–"
          choices={STATES}
          onChange={(event) => setState(event.currentTarget.value)}
          error={fault?.fields.state}
        />
      </div>
      <div className="setup-kinds">
        <RadioGroup
          label={words('onboarding.kind')}
          required
          value={kind}
          choices={KINDS.map((one) => ({
            value: one,
            label: words(`onboarding.kind_${one}`),
            hint: included(one) || words('onboarding.kind_plain'),
          }))}
          onChange={(chosen) => setKind(chosen as Kind)}
          error={fault?.fields.organization_type}
        />
      </div>
      <LogoAndColour colour={colour ?? COLOURS[kind]} onColour={setColour} onLogo={setLogo} takes />
      <Button kind="main" type="submit" busy={isBusy}>
        {words('onboarding.create')}
      </Button>
    </form>
  );
}
