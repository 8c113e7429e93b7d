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
import { type FormEvent, useState } from 'react';
import { ColourFromLogo } from '../onboarding/colour_from_logo.screens.tsx';
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

function BrandingForm({ branding }: { branding: Branding }) {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const [name, setName] = useState(branding.company_name);
  const [colour, setColour] = useState(branding.primary_color);
  const [accent, setAccent] = useState(branding.accent_color);
  const [logo, setLogo] = useState(branding.logo_url ?? '');
  const isIncluded = app.me?.features.branding === true;
  const mayWrite = isIncluded && app.allows('branding.write');
  const errorOf = (field: string): string | undefined => saving.fault?.fields[field];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const changes = {
      company_name: name.trim() || null,
      primary_color: colour,
      accent_color: accent,
      logo_url: logo.trim() || null,
      version: branding.version,
    };
    // The colours stand in the head of the page: it is fetched anew.
    void saving.run(() => app.call('PUT /branding', changes).then(() => location.reload()));
  };
  return (
    <form className="admin admin-wide" onSubmit={submit}>
      <h1>{words('nav.branding')}</h1>
      {isIncluded ? null : <Banner kind="note" title={words('branding.not_included')} />}
      {saving.refused ? <Banner kind="bad" title={saving.refused} /> : null}
      <div className="admin-halves">
        <fieldset className="stack" disabled={!mayWrite}>
          <TextField
            label={words('branding.company_name')}
            hint={words('branding.company_name_hint')}
            value={name}
            maxLength={120}
            onChange={(event) => setName(event.currentTarget.value)}
            error={errorOf('company_name')}
          />
          <ColourFromLogo value={colour} onChange={setColour} />
          <fieldset className="admin-templates">
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
          <ColourField
            label={words('branding.accent')}
            value={accent}
            onChange={setAccent}
            error={errorOf('accent_color')}
          />
          <TextField
            label={words('branding.logo')}
            hint={words('branding.logo_hint')}
            value={logo}
            maxLength={500}
            spellCheck={false}
            onChange={(event) => setLogo(event.currentTarget.value)}
            error={errorOf('logo_url')}
          />
          <ButtonRow>
            <Button kind="main" type="submit" busy={saving.isBusy}>
              {words('admin.save')}
            </Button>
          </ButtonRow>
        </fieldset>
        <section className="stack" aria-label={words('branding.preview')}>
          {(['light', 'dark'] as const).map((scheme) => (
            <BrandPreview
              key={scheme}
              scheme={scheme}
              seed={isHex(colour) ? colour : branding.primary_color}
              name={name}
            />
          ))}
        </section>
      </div>
    </form>
  );
}
