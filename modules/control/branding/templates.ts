/** Templates to begin with; each pair of colours has the contrast that WCAG 2.2 AA asks for with white text. */
import type { Template } from './branding.schema.ts';

export const templates: readonly Template[] = [
  {
    template: 'indigo',
    title: 'Indigo',
    organization_types: ['business'],
    primary_color: '#4338ca',
    secondary_color: '#312e81',
    accent_color: '#b45309',
  },
  {
    template: 'teal',
    title: 'Teal',
    organization_types: ['dental_clinic', 'clinic'],
    primary_color: '#0f766e',
    secondary_color: '#134e4a',
    accent_color: '#b45309',
  },
  {
    template: 'sky',
    title: 'Sky',
    organization_types: ['clinic', 'dental_clinic'],
    primary_color: '#0369a1',
    secondary_color: '#0c4a6e',
    accent_color: '#be123c',
  },
  {
    template: 'steel',
    title: 'Steel',
    organization_types: ['manufacturing'],
    primary_color: '#475569',
    secondary_color: '#1e293b',
    accent_color: '#c2410c',
  },
  {
    template: 'plum',
    title: 'Plum',
    organization_types: ['business', 'manufacturing'],
    primary_color: '#86198f',
    secondary_color: '#4a044e',
    accent_color: '#0f766e',
  },
];

export function findTemplate(name: string): Template | undefined {
  return templates.find(({ template }) => template === name);
}

/** The template of an organisation that chose none: the first one made for its kind. */
export function defaultTemplate(organizationType: string): Template {
  return templates.find((one) => one.organization_types.includes(organizationType)) ?? (templates[0] as Template);
}
