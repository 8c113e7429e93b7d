/** The keys of a form: Enter goes on, Ctrl Enter saves, Esc goes back. */
import type { KeyboardEvent } from 'react';

const STOPS = 'input, select, textarea, [data-form-end]';

export function stopsOf(form: HTMLElement): HTMLElement[] {
  return [...form.querySelectorAll<HTMLElement>(STOPS)].filter(
    (stop) => !stop.matches(':disabled, [type="hidden"], [type="color"]') && stop.getClientRects().length > 0,
  );
}

/** Puts the focus on the field after `from`; after the last one, on the button that saves. */
function goOn(form: HTMLFormElement, from: HTMLElement): void {
  const stops = stopsOf(form);
  const at = stops.indexOf(from);
  const name = from instanceof HTMLInputElement && from.type === 'radio' ? from.name : null;
  const next = stops.slice(at + 1).find((stop) => name === null || (stop as HTMLInputElement).name !== name);
  next?.focus();
}

/** Enter in a field, where the field has no use of its own for it. */
export const isGoingOn = (event: KeyboardEvent, target: HTMLElement): boolean =>
  event.key === 'Enter' &&
  !event.altKey &&
  !event.shiftKey &&
  target.matches(':is(input, select):not([type="submit"], [type="button"], [type="file"], [aria-expanded="true"])');

/** Puts the focus on the first field at fault; false when there is none. */
export function focusFault(form: HTMLElement | null): boolean {
  const bad = form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid] :is(input, select, textarea)');
  bad?.focus();
  return Boolean(bad);
}

/** What the form does with a key; keys that a control within has used are left alone. */
export function listenToKeys(
  event: KeyboardEvent<HTMLFormElement>,
  acts: { save: () => void; back?: () => void },
): void {
  if (event.defaultPrevented || event.nativeEvent.isComposing) return;
  const target = event.target as HTMLElement;
  // Keys from a menu or a month that stands elsewhere in the page reach here through React, not through the form.
  if (!event.currentTarget.contains(target)) return;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    acts.save();
  } else if (isGoingOn(event, target)) {
    event.preventDefault();
    goOn(event.currentTarget, target);
  } else if (event.key === 'Escape' && acts.back && target.getAttribute('aria-expanded') !== 'true') {
    event.preventDefault();
    acts.back();
  }
}
