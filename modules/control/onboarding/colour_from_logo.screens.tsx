/** A colour: chosen, or taken from the pixels of a logo that does not leave the browser. */

import { isHex } from '@tenantry/brand/oklch.ts';
import { brandTokens } from '@tenantry/brand/tokens.ts';
import { ColourField } from '@tenantry/ui/parts/colour_field.tsx';
import { FileField } from '@tenantry/ui/parts/file_field.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type CSSProperties, useState } from 'react';
import { coloursOf } from './colours.ts';

/** Enough to see what colours there are. */
const SIDE = 64;

/** The colours of a picture. Rejects what the browser does not take for one. */
async function readColours(file: File): Promise<string[]> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = SIDE;
    canvas.height = SIDE;
    const drawing = canvas.getContext('2d');
    if (!drawing) return [];
    drawing.drawImage(image, 0, 0, SIDE, SIDE);
    return coloursOf(drawing.getImageData(0, 0, SIDE, SIDE).data);
  } finally {
    URL.revokeObjectURL(url);
  }
}

export function ColourFromLogo({ value, onChange }: { value: string; onChange: (colour: string) => void }) {
  const words = useWords();
  const [found, setFound] = useState<readonly string[]>([]);
  const [error, setError] = useState<string>();
  const [typed, setTyped] = useState<string | null>(null);
  const choose = (colour: string): void => {
    setTyped(isHex(colour) ? null : colour);
    if (isHex(colour)) onChange(colour);
  };
  const take = ([file]: File[]): void => {
    if (!file) return;
    readColours(file).then(
      (colours) => {
        setFound(colours);
        setError(colours.length === 0 ? words('onboarding.logo_no_colour') : undefined);
        if (colours[0]) choose(colours[0]);
      },
      () => setError(words('onboarding.logo_unread')),
    );
  };
  const shown = typed ?? value;
  const tokens = brandTokens(value, 'light');
  const style = {
    '--sample-spine': tokens.spine,
    '--sample-fill': tokens.fill,
    '--sample-on': tokens.on,
  } as CSSProperties;
  return (
    <div className="setup-pair">
      <div>
        <ColourField
          label={words('onboarding.colour')}
          value={shown}
          onChange={choose}
          error={isHex(shown) ? undefined : words('onboarding.colour_form')}
        />
        {found.length > 1 ? (
          <fieldset className="setup-colours">
            <legend className="visually-hidden">{words('onboarding.logo_colours')}</legend>
            {found.map((colour) => (
              <button
                key={colour}
                type="button"
                className="setup-colour"
                aria-pressed={colour === shown}
                aria-label={words('onboarding.take_colour', { colour })}
                style={{ '--sample-spine': colour } as CSSProperties}
                onClick={() => choose(colour)}
              />
            ))}
          </fieldset>
        ) : null}
        <p className="setup-sample" style={style} aria-hidden="true">
          <span className="setup-sample-button">{words('onboarding.sample')}</span>
        </p>
      </div>
      <FileField
        label={words('onboarding.logo')}
        hint={words('onboarding.logo_hint')}
        accept="image/png,image/jpeg,image/svg+xml,image/webp"
        onFiles={take}
        error={error}
      />
    </div>
  );
}
