/** What is done to records from a list or a page: archived and taken back, each with its way back; and exported. */
import type { ActionTarget } from '../grid/actions.tsx';
import type { ExportFormat } from '../grid/toolbar.tsx';
import { type GridQuery, sortText } from '../grid/view.ts';
import { tell } from '../parts/toast.tsx';
import type { Words } from '../words/words.tsx';
import { type Page, titleOf } from './page.ts';
import type { Place } from './place.tsx';
import { bodyOf, type PageRecord, refOf } from './resource.ts';

export interface Desk {
  page: Page;
  place: Place;
  words: Words;
  /** Called after records have changed. */
  changed(): void;
}

/** The query of the server for what a grid shows. */
export function queryInput({ q, sort, filters }: GridQuery): Record<string, string> {
  return { ...filters, ...(q ? { q } : {}), ...(sort.length ? { sort: sortText(sort) } : {}) };
}

/** Tells what went wrong at the foot of the page. */
export async function attempt({ place }: Pick<Desk, 'place'>, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    tell({ text: place.faultOf(error).text });
  }
}

type Turn = 'archive' | 'restore';
const BACK: Record<Turn, Turn> = { archive: 'restore', restore: 'archive' };

/** Archives one record, or takes it back. */
export async function turnOne(desk: Desk, turn: Turn, record: PageRecord): Promise<void> {
  const { page, place, words } = desk;
  const route = page.resource.routes[turn];
  if (!route) return;
  await attempt(desk, async () => {
    await place.call(route.call, { [refOf(page.resource)]: record.id });
    desk.changed();
    tell({
      text: words(`page.${turn}d`, { title: titleOf(page, record) }),
      undo: () => turnOne(desk, BACK[turn], record),
    });
  });
}

/** Those that an action is for, as the server takes them: their ids, or the filter that matches them. */
export function targetInput(page: Page, target: ActionTarget<PageRecord>): Record<string, unknown> {
  if (target.kind === 'some') return { ids: target.keys };
  const { sort: _sort, ...filter } = queryInput(target.query);
  return { ...bodyOf(filter, page.resource.routes.list?.input), all: true };
}

/** Archives what is selected, or takes it back: rows by name with a way back, or all that the filter matches. */
export async function turnMany(desk: Desk, turn: Turn, target: ActionTarget<PageRecord>): Promise<void> {
  const { page, place, words } = desk;
  const route = page.resource.routes[`${turn}_many`];
  const [only] = target.kind === 'some' ? target.rows : [];
  if (target.kind === 'some' && target.keys.length === 1 && only) return turnOne(desk, turn, only);
  if (!route) return;
  await attempt(desk, async () => {
    const { data } = await place.call<{ changed: number }>(route.call, targetInput(page, target));
    desk.changed();
    tell({
      text: words(`page.${turn}d_many`, { count: data.changed }),
      ...(target.kind === 'some' ? { undo: () => turnMany(desk, BACK[turn], target) } : {}),
    });
  });
}

/** Hands the person a file of all that the filter matches, with the columns that are shown. */
export async function exportList(
  { place, words }: Pick<Desk, 'place' | 'words'>,
  { call, noun }: { call: string; noun: string },
  format: ExportFormat,
  query: GridQuery,
): Promise<void> {
  await attempt({ place }, async () => {
    const fields = query.fields.filter((name) => name !== 'id').join(',');
    const name = `${noun}-${place.today}.${format}`;
    await place.download(call, { ...queryInput(query), fields, format }, name);
    tell({ text: words('page.exported', { name }) });
  });
}

/** The same for a declared kind of records. */
export async function exportAll(desk: Desk, format: ExportFormat, query: GridQuery): Promise<void> {
  const { resource } = desk.page;
  const call = resource.routes.export?.call;
  if (call) await exportList(desk, { call, noun: resource.noun }, format, query);
}
