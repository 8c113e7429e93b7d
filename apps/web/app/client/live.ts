/** What happens while the page stands: one live connection, how many notifications wait, and who hears of changed records. */
import type { Happening } from '@tenantry/kernel/live/protocol.ts';
import { useSyncExternalStore } from 'react';
import { address } from '../address.ts';
import { call } from './api.ts';
import { writtenAt } from './transport.ts';

/** What happened; null when too much was missed to tell. */
type Hear = (happening: Happening | null) => void;

const hearers = new Set<Hear>();
const watchers = new Set<() => void>();
let unread = 0;
/** Changes while the list of notifications is not the newest any more. */
let turn = 0;

/** What this page changed itself it shows itself: changes of a noun so soon after a call that it made are its own. */
const OWN_MS = 4_000;

function isOwn({ subject, subject_id, at }: Happening): boolean {
  const made = writtenAt(subject, subject_id);
  return made !== null && Math.abs(Date.now() - made) < OWN_MS && Math.abs(Date.now() - Date.parse(at)) < 60_000;
}

/** Calls for everything that others do here and that the person may hear of. Answers how to end it. */
export function hearLive(hear: Hear): () => void {
  hearers.add(hear);
  return () => void hearers.delete(hear);
}

function showUnread(count: number): void {
  unread = count;
  turn++;
  for (const watch of watchers) watch();
}

/** Asks how many notifications wait. */
export function readUnread(): void {
  call<{ unread: number }>('GET /notifications/unread').then(
    ({ data }) => showUnread(data.unread),
    () => {},
  );
}

const watch = (hear: () => void): (() => void) => {
  watchers.add(hear);
  return () => void watchers.delete(hear);
};

/** How many notifications are unread. */
export const useUnread = (): number => useSyncExternalStore(watch, () => unread);

/** Another number whenever there is something new among the notifications. */
export const useNewsTurn = (): number => useSyncExternalStore(watch, () => turn);

/** Begins to hear, for a person in an organisation. Answers how to end it. */
export function startLive(prepare: () => Promise<unknown>): () => void {
  let end = (): void => {};
  let isOver = false;
  readUnread();
  void import('@tenantry/kernel/live/client.ts').then(({ openLive }) => {
    if (isOver) return;
    const live = openLive({
      base_url: location.origin,
      ...(address.slug ? { tenant: address.slug } : {}),
      topics: ['*'],
      prepare,
      hear(happening) {
        if (happening.subject === 'notifications') readUnread();
        else if (!isOwn(happening)) for (const hear of hearers) hear(happening);
      },
      reset() {
        readUnread();
        for (const hear of hearers) hear(null);
      },
    });
    const hurry = (): void => live.hurry();
    window.addEventListener('online', hurry);
    end = () => {
      window.removeEventListener('online', hurry);
      live.close();
    };
  });
  return () => {
    isOver = true;
    end();
  };
}
