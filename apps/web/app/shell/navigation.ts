/** The rail: what this person may see of what there is, by the work. */
import { GROUPS, type Group, type Screen } from '@tenantry/ui/screens/screen.ts';
import { allows, type Me } from '../client/session.ts';
import { modules } from '../modules.ts';

/** What belongs to the frame itself. */
const OWN: (Screen & { inside?: boolean })[] = [
  { path: '/', noun: 'today', group: 'day', key: 'h', load: () => Promise.reject(new Error('the frame has it')) },
  {
    path: '/notifications',
    noun: 'notifications',
    group: 'day',
    key: 'n',
    inside: true,
    load: () => Promise.reject(new Error('the frame has it')),
  },
  { path: '/profile', noun: 'profile', load: () => Promise.reject(new Error('the frame has it')) },
];

/** Screens that the person may open, those of the rail and others. */
export function screensFor({ permissions, features, tenant }: Me): Screen[] {
  const theirs = tenant ? modules.flatMap(({ screens }) => screens) : [];
  // What happens for somebody happens in an organisation.
  const own = OWN.filter(({ inside }) => tenant || !inside);
  return [...own, ...theirs].filter(
    ({ permission, feature, alone }) =>
      !alone && allows(permissions, permission) && (!feature || features[feature] === true),
  );
}

/** The groups of the rail with their screens, in order; empty ones are left out. */
export function railOf(screens: readonly Screen[]): { group: Group; screens: Screen[] }[] {
  return GROUPS.map((group) => ({ group, screens: screens.filter((one) => one.group === group) })).filter(
    (one) => one.screens.length > 0,
  );
}
