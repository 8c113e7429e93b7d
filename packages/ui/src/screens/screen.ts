/** What a module says of its screens, so that rail, palette and router are made of it: `export const screens: ModuleScreens`. */
import type { ComponentType } from 'react';

/** The parts of the rail, in order: modules stand by the work, not by the database. */
export const GROUPS = ['day', 'care', 'sell', 'buy', 'stock', 'make', 'money', 'people', 'reports', 'setup'] as const;
export type Group = (typeof GROUPS)[number];

/** What a screen is given. */
export interface ScreenProps {
  /** The names in the path: `/products/$product` has `product`. */
  params: Readonly<Record<string, string>>;
}

export interface Screen {
  /** Below the organisation: `/products`, `/products/$product`. */
  path: string;
  /** What it is about; its name in the rail is the word `nav.<noun>`. */
  noun: string;
  /** Where it stands in the rail; left out, it is reached from others. */
  group?: Group;
  /** Who may see it at all. */
  permission?: string;
  feature?: string;
  /** The letter after G. */
  key?: string;
  /** An area of words that is fetched with this screen, not with the module's first. */
  words?: string;
  /** It stands by itself, without the frame, and for whoever comes. */
  alone?: boolean;
  load(): Promise<{ default: ComponentType<ScreenProps> }>;
}

export interface ModuleScreens {
  /** The folder of the module, whose words come with its screens. */
  module: string;
  screens: readonly Screen[];
}
