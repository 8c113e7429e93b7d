/** The gallery: every component in every state, for eyes, axe and the keyboard. */

import english from 'virtual:words/shell/en';
import hindi from 'virtual:words/shell/hi';
import { brandCss } from '@tenantry/brand/css.ts';
import { isHex } from '@tenantry/brand/oklch.ts';
import { type ReactNode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import '../src/tokens/base.css';
import { ColourField } from '../src/parts/colour_field.tsx';
import { Select } from '../src/parts/text_field.tsx';
import { type Language, learn, speak, WordsProvider } from '../src/words/words.tsx';
import { PART_NAMES, PartPage } from './parts/pages.tsx';

const sheet = document.head.appendChild(document.createElement('style'));
const choices = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

function Gallery(): ReactNode {
  const [colour, setColour] = useState('#7a1f2b');
  const page = document.documentElement;
  return (
    <main className="gallery">
      <header className="gallery-head">
        <h1>Gallery</h1>
        <ColourField
          label="Colour"
          value={colour}
          onChange={(value) => {
            setColour(value);
            if (isHex(value)) sheet.textContent = brandCss(value);
          }}
        />
        <Select
          label="Scheme"
          choices={choices(['light', 'dark'])}
          onChange={(event) => (page.dataset.scheme = event.currentTarget.value)}
        />
        <Select
          label="Density"
          choices={choices(['regular', 'compact', 'touch'])}
          onChange={(event) => (page.dataset.density = event.currentTarget.value)}
        />
        <Select
          label="Language"
          choices={choices(['en', 'hi'])}
          onChange={(event) => {
            page.lang = event.currentTarget.value;
            speak(event.currentTarget.value as Language);
          }}
        />
      </header>
      {PART_NAMES.map((name) => (
        <PartPage key={name} name={name} />
      ))}
    </main>
  );
}

learn('en', english);
learn('hi', hindi);
speak('en');
createRoot(document.getElementById('app') as HTMLElement).render(
  <WordsProvider>
    <Gallery />
  </WordsProvider>,
);
