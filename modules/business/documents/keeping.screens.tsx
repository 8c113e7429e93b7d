/** A stored draft saves itself while people type: one call after the other, told quietly; who was slower than somebody else is asked. */
import { time } from '@tenantry/ui/format/days.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Desk, Shown } from './desk.screens.tsx';

/** So long nothing more is typed before it is saved, and before it is tried again where nobody was reached. */
const PAUSE_MS = 1500;
const AGAIN_MS = 10_000;

/** `conflict`: somebody else saved meanwhile; `gone`: it was issued or removed. */
type State = 'kept' | 'typing' | 'refused' | 'away' | 'conflict' | 'gone';

export interface Keeping<D extends Shown> {
  state: State;
  /** When it was saved last; null for a new one. */
  at: string | null;
  /** Saves what is sent, after what is under way. */
  store(input: Record<string, unknown>): Promise<D>;
  /** Whether a failure means that it was changed elsewhere; then that is told. */
  catches(error: unknown): boolean;
  keepMine(): Promise<void>;
  takeTheirs(): Promise<void>;
}

export interface KeepingInput<D extends Shown> {
  desk: Desk;
  draft: D | null;
  /** Another value after each change. */
  changed: unknown;
  /** Whether it differs from what is stored from the beginning. */
  isAhead: boolean;
  /** What is sent; null while that cannot be said. */
  input(): Record<string, unknown> | null;
  /** Not changed in a draft that is stored. */
  fixed: string | undefined;
  refuse(error: unknown): void;
  /** `isLatest`: nothing was typed since it was sent. */
  onKept(document: D, isLatest: boolean): void;
  /** What is stored shall be shown in place of what was typed. */
  onTaken(document: D): void;
}

export function useKeeping<D extends Shown>(of: KeepingInput<D>): Keeping<D> {
  const { desk, draft, changed, isAhead } = of;
  const { noun } = desk.page.resource;
  const item = `/${noun}/{${desk.one}}`;
  const place = usePlace();
  const [{ state, at }, setSaid] = useState({
    state: (isAhead ? 'typing' : 'kept') as State,
    at: draft?.updated_at ?? null,
  });
  const say = (next: State): void => setSaid((before) => ({ ...before, state: next }));
  const latest = useRef(of);
  latest.current = of;
  const stored = useRef<D | null>(draft);
  const isDirty = useRef(isAhead);
  const isStopped = useRef(false);
  const turn = useRef<Promise<unknown>>(Promise.resolve());

  /** One after the other, so that each sends the version that the one before it got. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const next = turn.current.then(act, act);
    turn.current = next.catch(() => {});
    return next;
  }
  async function send(input: Record<string, unknown>): Promise<D> {
    const before = stored.current;
    const { changed: sent, fixed } = latest.current;
    const { [fixed ?? '']: _, ...changes } = input;
    const { data } = before
      ? await place.call<D>(`PATCH ${item}`, { [desk.one]: before.id, version: before.version, ...changes })
      : await place.call<D>(`POST /${noun}`, input);
    stored.current = data;
    isDirty.current = sent !== latest.current.changed;
    setSaid({ state: isDirty.current ? 'typing' : 'kept', at: data.updated_at });
    return data;
  }
  function catches(error: unknown): boolean {
    const { status, code } = place.faultOf(error);
    const isGone = code === `${noun}.not_draft` || code === `${noun}.not_found`;
    if (!stored.current || (status !== 412 && !isGone)) return false;
    isStopped.current = true;
    say(isGone ? 'gone' : 'conflict');
    return true;
  }
  async function keep(): Promise<void> {
    if (!stored.current || !isDirty.current || isStopped.current) return;
    try {
      const data = await inTurn(async () => {
        const input = latest.current.input();
        if (!input) say('refused');
        return input && isDirty.current && !isStopped.current ? send(input) : null;
      });
      if (data) latest.current.onKept(data, !isDirty.current);
    } catch (error) {
      if (catches(error)) return;
      const { status } = place.faultOf(error);
      const isAway = status === 0 || status === 429 || status >= 500;
      say(isAway ? 'away' : 'refused');
      if (!isAway) latest.current.refuse(error);
    }
  }
  const keeping = useRef(keep);
  keeping.current = keep;

  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of what was typed is saved, nothing else
  useEffect(() => {
    const begins = isFirst.current;
    isFirst.current = false;
    if (!stored.current || (begins && !isAhead)) return;
    isDirty.current = true;
    if (!isStopped.current) say('typing');
    const pause = setTimeout(() => void keeping.current(), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [changed]);
  useEffect(() => {
    if (state !== 'away') return;
    const again = setInterval(() => void keeping.current(), AGAIN_MS);
    return () => clearInterval(again);
  }, [state]);
  // Who leaves the page has typed what he typed.
  useEffect(() => () => void keeping.current(), []);

  async function takeTheirs(): Promise<void> {
    isDirty.current = false;
    try {
      const { data } = await place.call<D>(`GET ${item}`, { [desk.one]: stored.current?.id });
      latest.current.onTaken(data);
    } catch {
      place.go(`/${noun}`);
    }
  }
  async function keepMine(): Promise<void> {
    try {
      const { data } = await place.call<D>(`GET ${item}`, { [desk.one]: stored.current?.id });
      if (data.status !== 'draft') return say('gone');
      stored.current = data;
      isStopped.current = false;
      isDirty.current = true;
      await keep();
    } catch (error) {
      if (!catches(error)) latest.current.refuse(error);
    }
  }
  return { state, at, store: (input) => inTurn(() => send(input)), catches, keepMine, takeTheirs };
}

/** Quietly, beside the title: when it was saved, or that it is not yet. */
export function KeptAt<D extends Shown>({ keeping: { state, at } }: { keeping: Keeping<D> }): ReactNode {
  const words = useWords();
  const { zone } = usePlace();
  if (at === null) return null;
  return (
    <small className="document-kept dim" data-state={state}>
      {state === 'kept' ? words('documents.kept_at', { time: time(at, zone) }) : words(`documents.kept_${state}`)}
    </small>
  );
}

/** Asks what shall stay when somebody else was quicker. */
export function Clash<D extends Shown>({ keeping }: { keeping: Keeping<D> }): ReactNode {
  const words = useWords();
  const { state, keepMine, takeTheirs } = keeping;
  if (state !== 'conflict' && state !== 'gone') return null;
  return (
    <Banner
      kind="wait"
      title={words(`documents.${state}_title`)}
      acts={
        <ButtonRow>
          {state === 'conflict' ? (
            <Button onClick={() => void keepMine()}>{words('documents.conflict_mine')}</Button>
          ) : null}
          <Button onClick={() => void takeTheirs()}>{words(`documents.${state}_theirs`)}</Button>
        </ButtonRow>
      }
    >
      <p>{words(`documents.${state}_text`)}</p>
    </Banner>
  );
}
