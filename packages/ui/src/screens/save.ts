/** Sends a change once, and keeps what is wrong with it for the fields it stands beside. */
import { useState } from 'react';
import { type AppFault, useApp } from './app.tsx';

export interface Saving {
  isBusy: boolean;
  fault: AppFault | null;
  /** What is wrong as a whole; null when it stands at fields. */
  refused: string | null;
  /** What is wrong with a field. */
  errorOf(field: string): string | undefined;
  /** Does it unless it is under way; true when it went through. */
  run(act: () => Promise<unknown>): Promise<boolean>;
}

/** With the names of the fields `at` which a form says what is wrong, `refused` says what stands at others. */
export function useSaving(at?: readonly string[]): Saving {
  const app = useApp();
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<AppFault | null>(null);
  return {
    isBusy,
    fault,
    refused: fault && wholeOf(fault, at),
    errorOf: (field) => fault?.fields[field],
    async run(act) {
      if (isBusy) return false;
      setBusy(true);
      setFault(null);
      try {
        await act();
        return true;
      } catch (error) {
        setFault(app.faultOf(error));
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}

function wholeOf({ text, fields }: AppFault, at: readonly string[] | undefined): string | null {
  const named = Object.entries(fields);
  if (named.length === 0) return text;
  const elsewhere = named.filter(([field]) => at && !at.includes(field)).map(([, detail]) => detail);
  return elsewhere.join(' ') || null;
}

/** What was typed into a form, trimmed; an empty field is null. */
export function typedIn(form: HTMLFormElement): Record<string, string | null> {
  const given = [...new FormData(form)].map(([name, value]) => [name, String(value).trim() || null]);
  return Object.fromEntries(given);
}

/** The word of a key, or what the server calls it where there is none. */
export function wordOr(words: (key: string) => string, key: string, otherwise: string): string {
  const said = words(key);
  return said === key ? otherwise : said;
}
