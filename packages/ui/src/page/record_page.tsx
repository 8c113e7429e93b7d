/** One record of a declared kind: its form, what happened to it, what people say of it, its files, and the way to its neighbours. */
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Button, ButtonRow } from '../parts/button.tsx';
import { Banner, LoadingLine } from '../parts/notice.tsx';
import { StatusMark } from '../parts/status_mark.tsx';
import { tell } from '../parts/toast.tsx';
import type { AppFault } from '../screens/app.tsx';
import type { ScreenProps } from '../screens/screen.ts';
import { useWords } from '../words/words.tsx';
import { type Desk, turnOne } from './acts.ts';
import { neighboursOf, searchOf } from './neighbours.ts';
import { type Page, titleOf } from './page.ts';
import { type PageKey, usePlace } from './place.tsx';
import { RecordForm } from './record_form.tsx';
import { type PageRecord, refOf } from './resource.ts';
import './record_page.css';

/** The form shows first; what happened to the record arrives while its first field is read. */
const RecordSide = lazy(() => import('./record_side.tsx').then((module) => ({ default: module.RecordSide })));

const ChangedLine = lazy(() => import('./changed_line.tsx'));

interface Loaded {
  id: string;
  record: PageRecord | null;
  fault: AppFault | null;
}

function useRecord(page: Page, id: string): { loaded: Loaded | null; take(record: PageRecord): void; again(): void } {
  const place = usePlace();
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [turn, setTurn] = useState(0);
  const { resource } = page;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for when another record is wanted, or once more
  useEffect(() => {
    let isCurrent = true;
    if (id === 'new') return;
    place.call<PageRecord>(resource.routes.get?.call ?? '', { [refOf(resource)]: id }).then(
      ({ data }) => isCurrent && setLoaded({ id, record: data, fault: null }),
      (error) => isCurrent && setLoaded({ id, record: null, fault: place.faultOf(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [resource, id, turn]);
  const take = useCallback((record: PageRecord) => setLoaded({ id, record, fault: null }), [id]);
  const again = useCallback(() => setTurn((now) => now + 1), []);
  return { loaded: loaded?.id === id ? loaded : null, take, again };
}

/** What is not there, and what another organisation has, look the same. */
function Absent({ page, fault }: { page: Page; fault: AppFault }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { noun } = page.resource;
  return (
    <section className="record-page-absent">
      <h1>{words(fault.status === 404 ? 'page.not_found' : 'page.failed')}</h1>
      <p>{fault.status === 404 ? words('page.not_found_hint') : fault.text}</p>
      <Button onClick={() => place.go(`/${noun}`, { search: searchOf(noun) })}>{words(`nav.${noun}`)}</Button>
    </section>
  );
}

function useRecordKeys(page: Page, id: string, turn: (() => void) | null): void {
  const place = usePlace();
  const { noun } = page.resource;
  const { previous, next } = neighboursOf(noun, id);
  const turned = turn !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest act is asked for by whether there is one
  const keys = useMemo<PageKey[]>(
    () => [
      { keys: 'Escape', label: 'page.back', bar: true, run: () => place.go(`/${noun}`, { search: searchOf(noun) }) },
      ...(next ? [{ keys: 'j', label: 'page.next', bar: true, run: () => place.go(`/${noun}/${next}`) }] : []),
      ...(previous
        ? [{ keys: 'k', label: 'page.previous', bar: true, run: () => place.go(`/${noun}/${previous}`) }]
        : []),
      ...(turned ? [{ keys: 'a', label: 'page.archive_or_restore', run: () => turn?.() }] : []),
      { keys: 'ctrl+Enter', label: 'page.save', bar: true },
    ],
    [noun, previous, next, turned, place],
  );
  place.useKeys(keys);
}

export function RecordPage({ page, params }: ScreenProps & { page: Page }): ReactNode {
  const id = params.id ?? 'new';
  return id === 'new' ? <NewRecord page={page} /> : <OneRecord key={id} page={page} id={id} />;
}

function NewRecord({ page }: { page: Page }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { noun } = page.resource;
  useRecordKeys(page, 'new', null);
  const sheet = useRef<HTMLElement>(null);
  // Who asks for a new one wants to type.
  useEffect(() => sheet.current?.querySelector<HTMLElement>('input, select, textarea')?.focus(), []);
  return (
    <article ref={sheet} className="record-page record-page-new">
      <header className="record-page-head">
        <h1>{words(`${noun}.new`)}</h1>
      </header>
      <RecordForm
        page={page}
        record={null}
        onSaved={(made, remarks) => {
          tell({ text: words('page.created', { title: titleOf(page, made) }) });
          for (const remark of remarks) tell({ text: remark });
          place.go(`/${noun}/${made.id}`, { replace: true });
        }}
      />
    </article>
  );
}

function OneRecord({ page, id }: { page: Page; id: string }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { loaded, take, again } = useRecord(page, id);
  const [remarks, setRemarks] = useState<readonly string[]>([]);
  const [changes, setChanges] = useState(0);
  const { noun, routes } = page.resource;
  const record = loaded?.record ?? null;
  const isActive = record?.is_active !== false;
  const turn = isActive ? 'archive' : 'restore';
  const desk: Desk = {
    page,
    place,
    words,
    changed() {
      again();
      setChanges((now) => now + 1);
    },
  };
  const mayTurn = record !== null && routes[turn] !== undefined && place.allows(routes[turn]?.permission);
  const act = mayTurn ? () => void turnOne(desk, turn, record) : null;
  useRecordKeys(page, id, act);
  if (loaded?.fault) return <Absent page={page} fault={loaded.fault} />;
  if (!record) return <LoadingLine />;
  const { previous, next } = neighboursOf(noun, id);
  const detail = page.detail ? record[page.detail] : null;
  return (
    <article className="record-page">
      <Suspense>
        <ChangedLine noun={noun} id={record.id} onShow={desk.changed} />
      </Suspense>
      <header className="record-page-head">
        <p className="record-page-way">
          <Button kind="quiet" keys="Esc" onClick={() => place.go(`/${noun}`, { search: searchOf(noun) })}>
            {words(`nav.${noun}`)}
          </Button>
          {previous || next ? (
            <>
              <Button kind="quiet" keys="K" disabled={!previous} onClick={() => place.go(`/${noun}/${previous}`)}>
                {words('parts.previous')}
              </Button>
              <Button kind="quiet" keys="J" disabled={!next} onClick={() => place.go(`/${noun}/${next}`)}>
                {words('parts.next')}
              </Button>
            </>
          ) : null}
        </p>
        <h1>{titleOf(page, record)}</h1>
        {detail ? <span className="record-page-detail">{String(detail)}</span> : null}
        {isActive ? null : <StatusMark mark="off" word={words(page.verbs?.archived ?? 'page.is_archived')} />}
        <ButtonRow end>
          {act ? (
            <Button keys="A" onClick={act}>
              {words(page.verbs?.[turn] ?? `page.${turn}`)}
            </Button>
          ) : null}
        </ButtonRow>
      </header>
      {remarks.length > 0 ? (
        <Banner
          kind="wait"
          title={words('page.remarks')}
          acts={<Button onClick={() => setRemarks([])}>{words('parts.close')}</Button>}
        >
          {remarks.map((remark) => (
            <p key={remark}>{remark}</p>
          ))}
        </Banner>
      ) : null}
      {page.Above ? (
        <Suspense>
          <page.Above record={record} />
        </Suspense>
      ) : null}
      <div className="record-page-body">
        <RecordForm
          key={record.version ?? 0}
          page={page}
          record={record}
          onSaved={(saved, said) => {
            tell({ text: words('page.saved', { title: titleOf(page, saved) }) });
            setRemarks(said);
            take(saved);
            setChanges((now) => now + 1);
          }}
        />
        <Suspense fallback={<LoadingLine />}>
          <RecordSide page={page} id={record.id} changes={changes} />
        </Suspense>
      </div>
    </article>
  );
}
