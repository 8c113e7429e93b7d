/** The screens of a declared kind of records: its list, one record, its import; each fetched when it is opened. */
import { type ComponentType, createElement } from 'react';
import type { Group, Screen, ScreenProps } from '../screens/screen.ts';
import type { Page } from './page.ts';

export interface PageScreens {
  noun: string;
  group: Group;
  /** The letter after G. */
  key?: string;
  feature?: string;
  /** The permission to see them; `<noun>.read` when left out. */
  permission?: string;
  /** The area of words of their own, when it is fetched apart. */
  words?: string;
  /** Whether files of them are taken in. */
  imports?: boolean;
  load(): Promise<{ default: Page }>;
  /** A screen of its own for one record, such as a document; else the form of the declaration. */
  record?(): Promise<{ default: ComponentType<ScreenProps> }>;
}

type Shown = ComponentType<ScreenProps & { page: Page }>;

async function shown(
  page: Promise<{ default: Page }>,
  part: Promise<Shown>,
): Promise<{ default: ComponentType<ScreenProps> }> {
  const [{ default: declared }, Part] = await Promise.all([page, part]);
  return { default: (props) => createElement(Part, { ...props, page: declared }) };
}

/** `/customers`, `/customers/$id` (also `new`) and `/customers/import`. */
export function pageScreens({
  noun,
  load,
  record: own,
  imports,
  group,
  key,
  words,
  feature,
  permission,
}: PageScreens): Screen[] {
  const base = {
    noun,
    permission: permission ?? `${noun}.read`,
    ...(feature ? { feature } : {}),
    ...(words ? { words } : {}),
  };
  const list: Screen = {
    ...base,
    path: `/${noun}`,
    group,
    ...(key ? { key } : {}),
    load: () =>
      shown(
        load(),
        import('./list_page.tsx').then(({ ListPage }) => ListPage),
      ),
  };
  const record: Screen = {
    ...base,
    path: `/${noun}/$id`,
    load:
      own ??
      (() =>
        shown(
          load(),
          import('./record_page.tsx').then(({ RecordPage }) => RecordPage),
        )),
  };
  const files: Screen = {
    ...base,
    path: `/${noun}/import`,
    permission: `${noun}.import`,
    load: () =>
      shown(
        load(),
        import('./import_page.tsx').then(({ ImportPage }) => ImportPage),
      ),
  };
  return imports ? [list, record, files] : [list, record];
}
