/** The period of a list of dated records, in the strip: what it sets are the filters that the list has anyway, so views keep it. */
import type { GridView } from '../grid/view.ts';
import { usePeriod } from '../period/period_place.tsx';
import { periodFilters, presetOf } from '../period/presets.ts';
import { usePlace } from './place.tsx';

export interface ListPeriodProps {
  view: GridView;
  onView(view: GridView): void;
}

export default function ListPeriod({ view, onView }: ListPeriodProps): null {
  const { calendar } = usePlace();
  const { date_from, date_to, ...rest } = view.filters;
  usePeriod({
    period: presetOf({ from: date_from ?? null, to: date_to ?? null }, calendar),
    calendar,
    onPeriod: (period) => onView({ ...view, filters: { ...rest, ...periodFilters(period, calendar) } }),
  });
  return null;
}
