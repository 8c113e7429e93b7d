/** Inside the frame the application around a page is that of an organisation: its day, its keys, drafts, what others do there. */
import { useLocation } from '@tanstack/react-router';
import { dayOf } from '@tenantry/ui/format/days.ts';
import type { Place } from '@tenantry/ui/page/place.tsx';
import { AppProvider, useApp } from '@tenantry/ui/screens/app.tsx';
import { type ReactNode, useMemo } from 'react';
import { hearLive } from './client/live.ts';
import type { Me } from './client/session.ts';
import { useKeys } from './keys.ts';

/** Of pages that belong to no organisation. */
const ZONE = 'Asia/Kolkata';

const kept = () => import('./client/kept.ts');

const drafts: Place['drafts'] = {
  load: async (key) => (await kept()).drafts.load(key),
  save: async (key, values) => (await kept()).drafts.save(key, values),
  drop: async (key) => (await kept()).drafts.drop(key),
  hold: async (key, until) => (await kept()).drafts.hold(key, until),
};

export function PagePlace({ me, children }: { me: Me; children: ReactNode }) {
  const app = useApp();
  const search = useLocation({ select: (location) => location.search as Record<string, string> });
  const { time_zone: zone = ZONE, week_start = 1, year_start_month = 4 } = me.tenant ?? {};
  const today = dayOf(new Date().toISOString(), zone);
  const place = useMemo<Place>(
    () => ({
      ...app,
      download: async (...call) => (await import('./client/files.ts')).download(...call),
      has: (feature) => !feature || me.features[feature] === true,
      search,
      useKeys,
      drafts,
      hear: hearLive,
      zone,
      calendar: { today, week_start, year_start_month },
      today,
      user_id: me.user.id,
      openings: me.openings,
    }),
    [app, me, search, zone, today, week_start, year_start_month],
  );
  return <AppProvider value={place}>{children}</AppProvider>;
}
