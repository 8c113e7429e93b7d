/** The place for the period of a page: a screen fills it, the strip at the top shows it. The URL holds the period itself. */
import { lazy, type ReactNode, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import type { Period, PeriodCalendar } from './presets.ts';

const PeriodPicker = lazy(() => import('./period_picker.tsx').then((all) => ({ default: all.PeriodPicker })));

export interface PeriodUse {
  /** As it stands in the URL. */
  period: Period;
  onPeriod(period: Period): void;
  calendar: PeriodCalendar;
}

let used: PeriodUse | null = null;
const hearers = new Set<() => void>();

function put(use: PeriodUse | null): void {
  used = use;
  for (const hear of hearers) hear();
}

/** Shows the period of this screen at the top while the screen is there. */
export function usePeriod({ period, onPeriod, calendar }: PeriodUse): void {
  // Each paint brings the newest way to change it.
  useEffect(() => put({ period, onPeriod, calendar }));
  useEffect(() => () => put(null), []);
}

/** Where it is shown; nothing on screens without a period. */
export function PeriodPlace(): ReactNode {
  const use = useSyncExternalStore(
    (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    () => used,
  );
  const [isAsked, ask] = useState(false);
  // The picker comes a moment later; who knows its key does not wait for it.
  const isUsed = !!use;
  useEffect(() => {
    const listen = ({ key }: KeyboardEvent): void => ask(isUsed && key === 'F2');
    addEventListener('keydown', listen);
    return () => {
      removeEventListener('keydown', listen);
      ask(false);
    };
  }, [isUsed]);
  return use ? (
    <Suspense>
      <PeriodPicker {...use} isOpenAtFirst={isAsked} />
    </Suspense>
  ) : null;
}
