/** What this browser keeps of a person in an organisation: answers that were seen, and drafts; gone when he signs out. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { address, client } from '../address.ts';

interface Kept extends DBSchema {
  answers: { key: [owner: string, url: string]; value: { owner: string; url: string; at: number; body: unknown } };
  drafts: { key: [owner: string, key: string]; value: { owner: string; key: string; at: number; value: unknown } };
}

const NAME = 'tenantry';
const STORES: readonly ('answers' | 'drafts')[] = ['answers', 'drafts'];
/** Answers older than this are not worth showing. */
const KEEP_MS = 30 * 86_400_000;

let opened: Promise<IDBPDatabase<Kept>> | undefined;

function database(): Promise<IDBPDatabase<Kept>> {
  opened ??= openDB<Kept>(NAME, 1, {
    upgrade(db) {
      db.createObjectStore('answers', { keyPath: ['owner', 'url'] });
      db.createObjectStore('drafts', { keyPath: ['owner', 'key'] });
    },
    terminated() {
      opened = undefined;
    },
  });
  return opened;
}

const ownerKey = (): string => `tenantry.owner.${client === 'operator' ? 'operator.' : ''}${location.host}`;

/** Stands for the organisation in what an operator's console keeps; no slug has brackets. */
const CONSOLE = '(operator)';

/**
 * Remembers who works here, so that a page without network knows whose answers it may show. What was kept of another person
 * goes, and so does what was kept of organisations that this one does not belong to any more.
 */
export async function remember(person: string, slugs: readonly string[]): Promise<void> {
  const before = localStorage.getItem(ownerKey());
  if (before && before !== person) await forgetAll();
  localStorage.setItem(ownerKey(), person);
  // Reading asks for one owner alone, so the page need not wait for the others to be gone.
  void dropOwners((owner) => {
    const [who, host, slug] = owner.split('|');
    return (
      who === person && host === location.host && slug !== '' && slug !== CONSOLE && !slugs.includes(slug as string)
    );
  }).catch(() => {});
}

async function dropOwners(isOver: (owner: string) => boolean, stores = STORES): Promise<void> {
  const db = await database();
  for (const store of stores)
    for (const key of await db.getAllKeys(store)) if (isOver(key[0])) await db.delete(store, key);
}

/** Forgets what was kept of this organisation: its answers, and on request the drafts. */
export async function forgetHere(stores: readonly ('answers' | 'drafts')[] = STORES): Promise<void> {
  const mine = owner();
  if (mine) await dropOwners((one) => one === mine, stores);
}

/** Answers that were seen under other rights are not shown again: what one may no longer read is not kept. */
export async function rememberRights(rights: string): Promise<void> {
  const key = `tenantry.rights.${owner()}`;
  const before = localStorage.getItem(key);
  if (before !== null && before !== rights) await forgetHere(['answers']);
  localStorage.setItem(key, rights);
}

/** Person and organisation; nothing is kept of nobody. */
function owner(): string | null {
  const person = localStorage.getItem(ownerKey());
  return person && `${person}|${location.host}|${client === 'operator' ? CONSOLE : (address.slug ?? '')}`;
}

/** Keeps an answer of the API. A browser that lends no room keeps nothing. */
export async function keepAnswer(url: string, body: unknown): Promise<void> {
  const mine = owner();
  if (mine) await (await database()).put('answers', { owner: mine, url, at: Date.now(), body });
}

/** The answer that was seen last, with its time. */
export async function keptAnswer(url: string): Promise<{ at: number; body: unknown } | null> {
  const mine = owner();
  const found = mine && (await (await database()).get('answers', [mine, url]));
  return found && Date.now() - found.at < KEEP_MS ? found : null;
}

/** A record that was opened here. */
export interface RecentRecord {
  noun: string;
  id: string;
  title: string;
  at: number;
}

const OF_RECORD = /^\/api\/([a-z-]+)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Records whose own answers are kept here, the latest first. */
export async function recentRecords(most: number): Promise<RecentRecord[]> {
  const mine = owner();
  if (!mine) return [];
  const all = await (await database()).getAll('answers', IDBKeyRange.bound([mine], [mine, []]));
  const found = all.flatMap(({ url, at, body }): RecentRecord[] => {
    const [, noun, id] = OF_RECORD.exec(url) ?? [];
    const { name, title, number } = ((body as { data?: Record<string, unknown> }).data ?? {}) as Record<
      string,
      unknown
    >;
    const called = name ?? title ?? number;
    return noun && id && typeof called === 'string' ? [{ noun, id, title: called, at }] : [];
  });
  return found.sort((a, b) => b.at - a.at).slice(0, most);
}

/** Takes a name until then; false where another living tab has it. What dies lets go of all its names. */
const lock = (name: string, until: AbortSignal): Promise<boolean> =>
  new Promise((taken, fail) => {
    const hold = (held: Lock | null): Promise<void> => {
      taken(held !== null);
      return new Promise((done) => {
        if (!held || until.aborted) done();
        else until.addEventListener('abort', () => done());
      });
    };
    navigator.locks.request(name, { ifAvailable: true }, hold).catch(fail);
  });

/** Where forms put what is not saved yet: kept through reload, session end and lost network, of this person here alone. */
export const drafts = {
  async load<T>(key: string): Promise<T | null> {
    const mine = owner();
    const found = mine && (await (await database()).get('drafts', [mine, key]));
    return found ? (found.value as T) : null;
  },
  async save(key: string, value: unknown): Promise<void> {
    const mine = owner();
    if (mine) await (await database()).put('drafts', { owner: mine, key, at: Date.now(), value });
  },
  async drop(key: string): Promise<void> {
    const mine = owner();
    if (mine) await (await database()).delete('drafts', [mine, key]);
  },
  /**
   * A name that this tab alone has until then: of what tabs that died left behind the first, else the first that is free:
   * `invoices/new`, `invoices/new-2`. Browsers lend no locks to plain addresses; all tabs share one name there.
   */
  async hold(key: string, until: AbortSignal): Promise<string> {
    const mine = owner();
    if (!mine || !navigator.locks) return key;
    const range = IDBKeyRange.bound([mine, key], [mine, `${key}-\uffff`]);
    const left = (await (await database()).getAllKeys('drafts', range))
      .map(([, name]) => (name === key ? 1 : Number(name.slice(key.length + 1))))
      .filter(Number.isInteger)
      .sort((a, b) => a - b);
    for (let turn = 0; ; turn += 1) {
      const at = left[turn] ?? turn - left.length + 1;
      const name = at === 1 ? key : `${key}-${at}`;
      if (await lock(`${mine}|${name}`, until)) return name;
    }
  },
};

/** Forgets everything of everybody in this browser; a console only what is its own. */
export async function forgetAll(): Promise<void> {
  if (client === 'operator') {
    await forgetHere();
    localStorage.removeItem(ownerKey());
    return;
  }
  localStorage.removeItem(ownerKey());
  const db = await database();
  await Promise.all([db.clear('answers'), db.clear('drafts')]);
}
