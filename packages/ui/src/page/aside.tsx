/** What is typed and stored nowhere yet is put aside on this device, by each living tab for itself; who opens the page again goes on with it. */
import { Fragment, type ReactNode, useEffect, useRef, useState } from 'react';
import { LoadingLine } from '../parts/notice.tsx';
import { tell } from '../parts/toast.tsx';
import { type Place, usePlace } from './place.tsx';

export interface Aside<T> {
  /** What was put aside before the page was opened. */
  begun: T | null;
  /** Puts it aside a moment after the last key. */
  keep(typed: T): void;
  /** Is said when it is stored. */
  drop(): Promise<void>;
  /** Forgets it; answers what brings it back. */
  forget(): Promise<() => Promise<void>>;
}

/** So long nothing more is typed before it is put aside. */
const PAUSE_MS = 400;

async function openAside<T>(
  drafts: Place['drafts'],
  key: string,
  version: () => number | null,
  until: AbortSignal,
): Promise<Aside<T>> {
  let name = key;
  let found: Awaited<ReturnType<typeof drafts.load>> = null;
  try {
    name = await drafts.hold(key, until);
    found = await drafts.load(name);
  } catch {
    // A browser that lends no room keeps nothing.
  }
  let pause: ReturnType<typeof setTimeout> | undefined;
  let waiting: T | undefined;
  async function flush(): Promise<void> {
    clearTimeout(pause);
    const typed = waiting;
    waiting = undefined;
    if (typed) await drafts.save(name, { begun: JSON.stringify(typed), version: version() }).catch(() => {});
  }
  function drop(): Promise<void> {
    clearTimeout(pause);
    waiting = undefined;
    return drafts.drop(name).catch(() => {});
  }
  until.addEventListener('abort', () => void flush());
  return {
    // What others saved since is not written over by what was left behind here.
    begun: found && found.version === version() ? (JSON.parse(String(found.begun)) as T) : null,
    keep(typed) {
      clearTimeout(pause);
      waiting = typed;
      pause = setTimeout(() => void flush(), PAUSE_MS);
    },
    drop,
    async forget() {
      await flush();
      const kept = await drafts.load(name).catch(() => null);
      await drop();
      return async () => void (kept && (await drafts.save(name, kept)));
    },
  };
}

interface PutAsideProps<T> {
  /** `invoices/new`: what is typed here. */
  under: string;
  /** Of the stored record that it is a change of. */
  version?: number | undefined;
  children(aside: Aside<T>): ReactNode;
}

/** A form with what was put aside of it, once that is known. */
export function PutAside<T>({ under, version, children }: PutAsideProps<T>): ReactNode {
  const { drafts } = usePlace();
  const [opened, setOpened] = useState<{ under: string; aside: Aside<T> }>();
  const latest = useRef(version);
  latest.current = version;
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    void openAside<T>(drafts, under, () => latest.current ?? null, signal).then(
      (aside) => signal.aborted || setOpened({ under, aside }),
    );
    return () => leaving.abort();
  }, [drafts, under]);
  if (opened?.under !== under) return <LoadingLine />;
  return <Fragment key={under}>{children(opened.aside)}</Fragment>;
}

/** Puts aside what was typed at each change of it, none of which is its beginning; null is nothing to keep. */
export function useKept<T>(aside: Aside<T>, changed: unknown, typed: () => T | null): void {
  const beginning = useRef(changed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change is put aside, nothing else
  useEffect(() => {
    const value = changed === beginning.current ? null : typed();
    if (value) aside.keep(value);
  }, [changed]);
}

/** Puts away what was typed and goes to the list; a way back is offered for a moment: `undo`, or what was typed is on its page again. */
export function usePutAway(
  aside: Aside<unknown>,
  noun: string,
): (text: string, undo?: () => Promise<void>) => Promise<void> {
  const place = usePlace();
  return async (text, undo) => {
    const restore = await aside.forget();
    place.go(`/${noun}`, { replace: true });
    tell({
      text,
      async undo() {
        if (undo) return undo();
        await restore();
        place.go(`/${noun}/new`, { search: place.search });
      },
    });
  };
}
