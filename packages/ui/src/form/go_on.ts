/** Enter in groups of fields that are no form of their own. */
import type { KeyboardEvent } from 'react';
import { isGoingOn, stopsOf } from './form_keys.ts';

/** Enter within a group of fields goes to the next of them; from the last it goes to what `beyond` finds. */
export function goOnWithin(event: KeyboardEvent<HTMLElement>, beyond: () => HTMLElement | null | undefined): void {
  const target = event.target as HTMLElement;
  const stops = stopsOf(event.currentTarget);
  const at = stops.indexOf(target);
  if (event.defaultPrevented || event.nativeEvent.isComposing || at < 0 || event.ctrlKey || !isGoingOn(event, target))
    return;
  event.preventDefault();
  (stops[at + 1] ?? beyond())?.focus();
}
