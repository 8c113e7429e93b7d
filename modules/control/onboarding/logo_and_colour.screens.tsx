/** A logo, and the colour: chosen, or one of those found in the pixels of the logo, here in the browser. */

import { isHex } from '@tenantry/brand/oklch.ts';
import { brandTokens } from '@tenantry/brand/tokens.ts';
import { ColourField } from '@tenantry/ui/parts/colour_field.tsx';
import { FileField } from '@tenantry/ui/parts/file_field.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type CSSProperties, type ReactNode, useState } from 'react';
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

/** Bytes of a logo; the server takes no larger one. */
const MOST_BYTES = 524_288;

export interface LogoAndColourProps {
  colour: string;
  onColour: (colour: string) => void;
  /** A logo was chosen. */
  onLogo: (file: File) => void;
  /** What the server says of it. */
  error?: string | undefined;
  /** The strongest colour of a logo is taken at once, because none was chosen yet; else it is offered. */
  takes?: boolean;
  /** Whether the colour may be changed. */
  mayColour?: boolean;
  /** What stands below the field of the logo: the one that is there. */
  children?: ReactNode;
}

export function LogoAndColour({
  colour,
  onColour,
  onLogo,
  error,
  takes,
  mayColour = true,
  children,
}: LogoAndColourProps) {
  const words = useWords();
  const [found, setFound] = useState<readonly string[]>([]);
  const [fault, setFault] = useState<string>();
  const [typed, setTyped] = useState<string | null>(null);
  const choose = (chosen: string): void => {
    setTyped(isHex(chosen) ? null : chosen);
    if (isHex(chosen)) onColour(chosen);
  };
  const take = ([file]: File[]): void => {
    if (!file) return;
    readColours(file).then(
      (colours) => {
        setFound(colours);
        setFault(undefined);
        onLogo(file);
        if (colours[0] && takes) choose(colours[0]);
      },
      () => setFault(words('onboarding.logo_unread')),
    );
  };
  const shown = typed ?? colour;
  const tokens = brandTokens(colour, 'light');
  const style = {
    '--sample-spine': tokens.spine,
    '--sample-fill': tokens.fill,
    '--sample-on': tokens.on,
  } as CSSProperties;
  return (
    <div className="setup-pair">
      <div>
        <FileField
          label={words('onboarding.logo')}
          hint={words('onboarding.logo_hint')}
          accept="image/png,image/jpeg,image/svg+xml,image/webp"
          largest={MOST_BYTES}
          onFiles={take}
          error={fault ?? error}
        />
        {children}
      </div>
      <fieldset disabled={!mayColour}>
        <ColourField
          label={words('onboarding.colour')}
          value={shown}
          onChange={choose}
          error={isHex(shown) ? undefined : words('onboarding.colour_form')}
        />
        {found.length > 0 && (found.length > 1 || !takes) ? (
          <fieldset className="setup-colours">
            <legend>{words('onboarding.logo_colours')}</legend>
            {found.map((one) => (
              <button
                key={one}
                type="button"
                className="setup-colour"
                aria-pressed={one === shown}
                aria-label={words('onboarding.take_colour', { colour: one })}
                style={{ '--sample-spine': one } as CSSProperties}
                onClick={() => choose(one)}
              />
            ))}
          </fieldset>
        ) : null}
        <p className="setup-sample" style={style} aria-hidden="true">
          <span className="setup-sample-button">{words('onboarding.sample')}</span>
        </p>
      </fieldset>
    </div>
  );
}
