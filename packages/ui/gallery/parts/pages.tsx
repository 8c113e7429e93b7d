/** The pages of the gallery, one a part; `alone.html#buttons` shows one, the gallery all of them. */
import type { ReactNode } from 'react';
import { Buttons, Dialogs, Menus, Panels, TabSheets, Tips, Toasts } from './acts.tsx';
import { Choices, Combos, Dates, Figures, Others, TextFields } from './fields.tsx';
import { ProductForm } from './form.tsx';
import { Details, Keys, Marks, Notices, Sums } from './shown.tsx';
import './parts.css';

const PARTS = {
  buttons: Buttons,
  text_fields: TextFields,
  figures: Figures,
  choices: Choices,
  others: Others,
  combos: Combos,
  dates: Dates,
  menus: Menus,
  dialogs: Dialogs,
  panels: Panels,
  tabs: TabSheets,
  tips: Tips,
  toasts: Toasts,
  notices: Notices,
  marks: Marks,
  keys: Keys,
  totals: Sums,
  details: Details,
  form: ProductForm,
};

export type PartName = keyof typeof PARTS;
export const PART_NAMES = Object.keys(PARTS) as PartName[];

export function PartPage({ name }: { name: PartName }): ReactNode {
  const Part = PARTS[name];
  return (
    <section className="gallery-part" aria-labelledby={`part-${name}`}>
      <h2 id={`part-${name}`}>{name.replaceAll('_', ' ')}</h2>
      <Part />
    </section>
  );
}

/** The same as pages, for `alone.html#parts_buttons`. */
export const PART_PAGES = Object.fromEntries(
  PART_NAMES.map((name) => [
    `parts_${name}`,
    () => (
      <div className="gallery-alone">
        <h1>Gallery</h1>
        <PartPage name={name} />
      </div>
    ),
  ]),
) as Record<`parts_${PartName}`, () => ReactNode>;
