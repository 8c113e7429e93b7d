/** The panel beside a record: what happened to it, what people say, its files; one key each. */
import { type ReactNode, useMemo, useState } from 'react';
import { moment } from '../format/days.ts';
import { Button } from '../parts/button.tsx';
import { type Happening, Timeline } from '../parts/details.tsx';
import { TextArea } from '../parts/text_field.tsx';
import { useWords, type Words } from '../words/words.tsx';
import { useNamesOf, wantedIn } from './named.ts';
import type { Page } from './page.ts';
import { usePlace } from './place.tsx';
import { Files } from './record_files.tsx';
import { callOf, useList } from './record_list.ts';
import { type PageRecord, refOf } from './resource.ts';
import { saying } from './value_text.ts';

export interface RecordSideProps {
  page: Page;
  id: string;
  /** A change of this number fetches what happened again. */
  changes: number;
}

const SHEETS = ['timeline', 'comments', 'files'] as const;
type SheetName = (typeof SHEETS)[number];
const KEYS: Record<SheetName, string> = { timeline: 't', comments: 'c', files: 'f' };

export function RecordSide({ page, id, changes }: RecordSideProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { routes } = page.resource;
  const may: Record<SheetName, boolean> = {
    timeline: place.allows('audit.read'),
    comments: routes.comments !== undefined && place.allows(routes.comments.permission),
    files: routes.attachments !== undefined && place.allows(routes.attachments.permission),
  };
  const sheets = SHEETS.filter((name) => may[name]);
  const [chosen, setChosen] = useState<SheetName | null>(null);
  const names = sheets.join();
  const keys = useMemo(
    () =>
      names
        .split(',')
        .filter(Boolean)
        .map((name) => ({
          keys: KEYS[name as SheetName],
          label: `page.${name}`,
          bar: true,
          run: () => setChosen(name as SheetName),
        })),
    [names],
  );
  place.useKeys(keys);
  const shown = chosen ?? sheets[0];
  if (!shown) return null;
  return (
    <aside className="record-side" aria-label={words('page.beside')}>
      <div className="record-side-choice">
        {sheets.map((name) => (
          <Button
            key={name}
            kind="quiet"
            keys={KEYS[name].toUpperCase()}
            aria-pressed={name === shown}
            onClick={() => setChosen(name)}
          >
            {words(`page.${name}`)}
          </Button>
        ))}
      </div>
      {shown === 'timeline' ? <Happenings {...{ page, id, changes }} /> : null}
      {shown === 'comments' ? <Comments {...{ page, id, changes }} /> : null}
      {shown === 'files' ? <Files {...{ page, id, changes }} /> : null}
    </aside>
  );
}

interface Entry {
  id: string;
  at: string;
  actor: string;
  action: string;
  before: PageRecord | null;
  after: PageRecord | null;
}

/** What nobody reads in a trail. */
const SILENT = new Set(['id', 'version', 'updated_at', 'created_at', 'tenant_id']);

/** An act in words, of all records or of this kind; where there are none, the trail's own name of it. */
function didText(words: Words, area: string, action: string): string {
  const keys = ['page', area, 'documents'].map((one) => `${one}.did_${action.split('.').at(-1)}`);
  const said = keys.find((key) => words(key) !== key);
  return said ? words(said) : action;
}

const NONE: readonly Entry[] = [];

function Happenings({ page, id, changes }: RecordSideProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { noun, routes } = page.resource;
  const input = { subject: noun, subject_id: id, limit: 50 };
  const { rows, fault } = useList<Entry>(place, 'GET /audit', input, changes);
  const shape = routes.create?.input.properties ?? {};
  const wanted = useMemo(() => {
    const sides = (rows ?? NONE).flatMap(({ before, after }) => (before ? [before, after ?? {}] : []));
    return wantedIn(page, sides.flatMap(Object.entries));
  }, [rows, page]);
  const names = useNamesOf(wanted);
  const said = saying(page, words, names);
  const happenings = (rows ?? []).map(({ id: entry, at, actor, action, before, after }): Happening => {
    const verb = action.split('.').at(-1) ?? action;
    const changed = Object.keys(after ?? {}).filter((name) => before && name in shape && !SILENT.has(name));
    return {
      id: entry,
      at,
      when: moment(at, place.zone),
      who: actor,
      text: didText(words, page.words, action),
      children:
        verb === 'update' || verb === 'replace' ? (
          <ul className="record-side-changes">
            {changed.map((name) => (
              <li key={name}>
                {words(`${page.words}.${name}`)}: <del>{said(name, before?.[name])}</del>{' '}
                <ins>{said(name, after?.[name])}</ins>
              </li>
            ))}
          </ul>
        ) : undefined,
    };
  });
  if (fault) return <p role="alert">{fault}</p>;
  return <Timeline label={words('page.timeline')} happenings={happenings} />;
}

interface Comment {
  id: string;
  text: string;
  author: string;
  created_by: string | null;
  created_at: string;
}

function Comments({ page, id, changes }: RecordSideProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { routes } = page.resource;
  const named = { [refOf(page.resource)]: id };
  const { rows, fault, again } = useList<Comment>(place, callOf(routes.comments), { ...named, limit: 100 }, changes);
  const [text, setText] = useState('');
  const [said, setSaid] = useState<string | undefined>();

  async function write(): Promise<void> {
    if (!text.trim()) return;
    try {
      await place.call(callOf(routes.comment), { ...named, text });
      setText('');
      setSaid(undefined);
      again();
    } catch (error) {
      setSaid(place.faultOf(error).text);
    }
  }
  const happenings = (rows ?? []).map(
    ({ id: one, text: words_, author, created_at }): Happening => ({
      id: one,
      text: author,
      at: created_at,
      when: moment(created_at, place.zone),
      children: <p className="record-side-text">{words_}</p>,
    }),
  );
  return (
    <>
      {fault ? <p role="alert">{fault}</p> : null}
      {rows && rows.length === 0 ? <p className="record-side-none">{words('page.no_comments')}</p> : null}
      <Timeline label={words('page.comments')} happenings={happenings} />
      {routes.comment && place.allows(routes.comment.permission) ? (
        <form
          className="record-side-form"
          onSubmit={(event) => {
            event.preventDefault();
            void write();
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            event.stopPropagation();
            void write();
          }}
        >
          <TextArea
            label={words('page.comment')}
            value={text}
            error={said}
            maxLength={4000}
            onChange={(event) => setText(event.target.value)}
          />
          <Button type="submit" keys="Ctrl Enter">
            {words('page.write_comment')}
          </Button>
        </form>
      ) : null}
    </>
  );
}
