/** Colour, name and logo of the organisation, with what they look like while one chooses, in light and in dark. */
import { isHex } from '@tenantry/brand/oklch.ts';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { ColourField } from '@tenantry/ui/parts/colour_field.tsx';
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, useEffect, useState } from 'react';
import { LogoAndColour } from '../onboarding/logo_and_colour.screens.tsx';
import type { Branding } from './branding.schema.ts';
import { BrandPreview } from './preview.screens.tsx';
import { templates } from './templates.ts';
import '../admin.css';
import '../onboarding/onboarding.css';

export default function BrandingScreen() {
  const { data, fault } = useLoaded<Branding>('GET /branding');
  if (!data) return fault ? <Banner kind="bad" title={fault.text} /> : <LoadingLine />;
  return <BrandingForm branding={data} />;
}

/** The address of what was picked, or of the logo that is there. */
function useLogo(picked: File | null | undefined, present: string | null): string | null {
  const [address, setAddress] = useState(present);
  useEffect(() => {
    if (!picked) return setAddress(picked === null ? null : present);
    const url = URL.createObjectURL(picked);
    setAddress(url);
    return () => URL.revokeObjectURL(url);
  }, [picked, present]);
  return address;
}

function BrandingForm({ branding }: { branding: Branding }) {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const [name, setName] = useState(branding.company_name);
  const [colour, setColour] = useState(branding.primary_color);
  const [accent, setAccent] = useState(branding.accent_color);
  const [address, setAddress] = useState(branding.logo_url ?? '');
  /** Another logo, or none; undefined leaves the one that is there. */
  const [picked, setPicked] = useState<File | null>();
  const [step, setStep] = useState<'logo' | 'looks'>('looks');
  const logo = useLogo(picked, branding.logo?.path ?? null);
  const mayLogo = app.allows('branding.write');
  const isIncluded = app.me?.features.branding === true;
  const mayWrite = isIncluded && app.allows('branding.write');
  const errorOf = (field: string): string | undefined => saving.fault?.fields[field];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const changes = {
      company_name: name.trim() || null,
      primary_color: colour,
      accent_color: accent,
      logo_url: address.trim() || null,
      version: branding.version,
    };
    // The colours stand in the head of the page: it is fetched anew.
    void saving.run(async () => {
      setStep('logo');
      if (picked) {
        const form = new FormData();
        form.set('file', picked);
        await app.upload('POST /logos', {}, form);
      } else if (picked === null && branding.logo) await app.call('DELETE /logos');
      setStep('looks');
      if (mayWrite) await app.call('PUT /branding', changes);
      location.reload();
    });
  };
  return (
    <form className="admin admin-wide" onSubmit={submit}>
      <h1>{words('nav.branding')}</h1>
      {isIncluded ? null : <Banner kind="note" title={words('branding.not_included')} />}
      {saving.refused && step === 'looks' ? <Banner kind="bad" title={saving.refused} /> : null}
      <div className="admin-halves">
        <div className="stack">
          <TextField
            label={words('branding.company_name')}
            hint={words('branding.company_name_hint')}
            value={name}
            maxLength={120}
            disabled={!mayWrite}
            onChange={(event) => setName(event.currentTarget.value)}
            error={errorOf('company_name')}
          />
          <LogoAndColour
            colour={colour}
            onColour={setColour}
            onLogo={setPicked}
            error={step === 'logo' ? saving.fault?.text : undefined}
            mayColour={mayWrite}
          >
            {logo && mayLogo ? (
              <p className="brand-logo-line">
                <img className="brand-logo" src={logo} alt={words('branding.logo_shown')} />
                <Button onClick={() => setPicked(null)}>{words('branding.logo_remove')}</Button>
              </p>
            ) : null}
          </LogoAndColour>
          <fieldset className="admin-templates" disabled={!mayWrite}>
            <legend>{words('branding.templates')}</legend>
            {templates.map(({ template, primary_color, accent_color }) => (
              <Button
                key={template}
                aria-pressed={primary_color === colour}
                onClick={() => {
                  setColour(primary_color);
                  setAccent(accent_color);
                }}
              >
                {words(`branding.template_${template}`)}
              </Button>
            ))}
          </fieldset>
          <fieldset disabled={!mayWrite}>
            <ColourField
              label={words('branding.accent')}
              value={accent}
              onChange={setAccent}
              error={errorOf('accent_color')}
            />
          </fieldset>
          {branding.logo_url ? (
            <TextField
              label={words('branding.logo')}
              hint={words('branding.logo_hint')}
              value={address}
              maxLength={500}
              spellCheck={false}
              disabled={!mayWrite}
              onChange={(event) => setAddress(event.currentTarget.value)}
              error={errorOf('logo_url')}
            />
          ) : null}
          {mayLogo ? (
            <ButtonRow>
              <Button kind="main" type="submit" busy={saving.isBusy}>
                {words('admin.save')}
              </Button>
            </ButtonRow>
          ) : null}
        </div>
        <section className="stack" aria-label={words('branding.preview')}>
          {(['light', 'dark'] as const).map((scheme) => (
            <BrandPreview
              key={scheme}
              scheme={scheme}
              seed={isHex(colour) ? colour : branding.primary_color}
              name={name}
              logo={logo}
            />
          ))}
        </section>
      </div>
    </form>
  );
}
