/** A page of dated entries: what comes with the product and what the organisation set, which is taken back, and put back, in place. */
import { day } from '@tenantry/ui/format/days.ts';
import { type PageKey, usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ComponentType, type ReactNode, useMemo, useRef, useState } from 'react';
import '../reports/reports.css';
import './dated.css';

/** What all entries say. */
export interface Entry {
  id: string | null;
  valid_from: string;
  is_own: boolean;
  standing: 'past' | 'current' | 'coming';
}

/** As an entry is sent. */
export type Given = Readonly<Record<string, unknown>>;

export interface SetFormProps<T> {
  /** The entry that is set anew; null for another one. */
  from: T | null;
  onSet(given: Given): Promise<void>;
  onLeave(): void;
}

/** What is done with all of them; what it answers is told. */
export interface DatedAct {
  permission: string;
  keys?: string;
  /** A key of the words. */
  label: string;
  run(): Promise<{ message: string }> | null;
}

const NONE: readonly DatedAct[] = [];

export interface DatedPageProps<T extends Entry> {
  noun: string;
  /** The calls that set an entry and take one back. */
  set: string;
  remove: string;
  /** What is sent to set an entry as it is. */
  givenOf(entry: T): Given;
  /** What an entry is about, in a few words. */
  nameOf(entry: T): string;
  /** By the words of the noun; the first says what a row is about. */
  columns: Readonly<Record<string, (entry: T) => ReactNode>>;
  /** What an entry does today, where the words of all do not say it. */
  todayOf?(entry: T): string;
  /** Parts of the table with their titles. */
  groups?: readonly { title: string; has(entry: T): boolean }[];
  /** Which are shown, and what stands in their place when none is. */
  only?(entry: T): boolean;
  empty?: ReactNode;
  /** Further buttons of the head, and what stands above the table. */
  acts?: readonly DatedAct[];
  above?: ReactNode;
  Form: ComponentType<SetFormProps<T>>;
}

const ONE = [{ title: '', has: () => true }];

export function DatedPage<T extends Entry>(props: DatedPageProps<T>): ReactNode {
  const { noun, givenOf, nameOf, columns, groups = ONE, only, acts = NONE, Form } = props;
  const words = useWords();
  const place = usePlace();
  const { data, fault, again } = useLoaded<T[]>(`GET /${noun}`);
  /** The one that is set anew; null for another one, undefined while nothing is set. */
  const [open, setOpen] = useState<T | null | undefined>();
  const mayWrite = place.allows(`${noun}.write`);
  const allowed = acts.filter(({ permission }) => place.allows(permission));
  const latest = useRef(allowed);
  latest.current = allowed;
  const heard = allowed.map(({ keys = '', label }) => `${keys} ${label}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is heard says which there are
  const keys = useMemo<PageKey[]>(
    () => [
      ...(mayWrite ? [{ keys: 'n', label: `${noun}.new`, bar: true, run: () => setOpen(null) }] : []),
      ...latest.current.flatMap(({ keys, label }, at) =>
        keys ? [{ keys, label, bar: true, run: () => does(latest.current[at]) }] : [],
      ),
    ],
    [mayWrite, noun, heard],
  );
  place.useKeys(keys);
  const does = (one: DatedAct | undefined): void => {
    const done = one?.run();
    if (done) void attempt(() => done);
  };
  const put = (given: Given) => place.call<T>(props.set, given);
  const drop = (id: string | null) => place.call(props.remove, { [/\{(\w+)\}$/.exec(props.remove)?.[1] ?? '']: id });
  const attempt = (act: () => Promise<{ message: string }>, undo?: () => Promise<void>): Promise<void> =>
    act()
      .then(({ message }) => tell({ text: message, ...(undo ? { undo } : {}) }))
      .catch((error: unknown) => {
        const { errors, text } = place.faultOf(error);
        tell({ text: errors[0]?.detail ?? text });
      })
      .finally(again);
  async function set(given: Given): Promise<void> {
    const { data: made, message } = await put(given);
    const before = data?.find(({ id }) => id === made.id);
    tell({ text: message, undo: () => attempt(() => (before ? put(givenOf(before)) : drop(made.id))) });
    setOpen(undefined);
    again();
  }
  const remove = (one: T): Promise<void> =>
    attempt(
      () => drop(one.id),
      () => attempt(() => put(givenOf(one))),
    );
  const names = Object.keys(columns);
  const shown = (data ?? []).filter((one) => only?.(one) ?? true);
  const title = words(`nav.${noun}`);
  const act = (one: T, verb: 'anew' | 'remove', run: () => void): ReactNode => (
    <Button
      kind="quiet"
      aria-label={words(`dated.${verb}_of`, { name: nameOf(one), day: day(one.valid_from) })}
      onClick={run}
    >
      {words(`dated.${verb}`)}
    </Button>
  );
  return (
    <div className="report">
      <header className="report-head">
        <div>
          <h1>{title}</h1>
          <p className="dim">{words(`${noun}.about`)}</p>
          {data && !data.some(({ is_own }) => is_own) ? <p className="dim">{words('dated.none')}</p> : null}
        </div>
        <div className="report-acts">
          {allowed.map((one) => (
            <Button key={one.label} keys={one.keys?.toUpperCase()} onClick={() => does(one)}>
              {words(one.label)}
            </Button>
          ))}
          {open === undefined && mayWrite ? (
            <Button kind="main" keys="N" onClick={() => setOpen(null)}>
              {words(`${noun}.new`)}
            </Button>
          ) : null}
        </div>
      </header>
      {fault ? <Banner kind="bad" title={fault.text} /> : null}
      {open === undefined ? null : (
        <Form
          key={open ? `${nameOf(open)} ${open.valid_from}` : ''}
          from={open}
          onSet={set}
          onLeave={() => setOpen(undefined)}
        />
      )}
      {props.above}
      {data && shown.length === 0 ? (
        props.empty
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone has to be reached by keys
        <section className="report-body" aria-label={title} tabIndex={0}>
          <table className="report-table report-words dated">
            <thead>
              <tr>
                {[
                  ...names.map((name) => `${noun}.${name}`),
                  ...['valid_from', 'today', 'set_by', ...(mayWrite ? ['acts'] : [])].map((name) => `dated.${name}`),
                ].map((key) => (
                  <th scope="col" key={key}>
                    {words(key)}
                  </th>
                ))}
              </tr>
            </thead>
            {groups.map((group) => (
              <tbody key={group.title}>
                {group.title ? (
                  <tr className="report-title">
                    <th scope="rowgroup" colSpan={names.length + (mayWrite ? 4 : 3)}>
                      {group.title}
                    </th>
                  </tr>
                ) : null}
                {shown.filter(group.has).map((one) => (
                  <tr key={`${nameOf(one)} ${one.valid_from}`} className={one.standing === 'past' ? 'dim' : undefined}>
                    {names.map((name, at) => {
                      const said = columns[name]?.(one);
                      return at === 0 ? (
                        <th scope="row" key={name}>
                          {said}
                        </th>
                      ) : (
                        <td key={name}>{said}</td>
                      );
                    })}
                    <td className="dated-day">{day(one.valid_from)}</td>
                    <td>{props.todayOf?.(one) ?? words(`dated.${one.standing}`)}</td>
                    <td>{words(one.is_own ? 'dated.own' : 'dated.shipped')}</td>
                    {mayWrite ? (
                      <td className="dated-acts">
                        {act(one, 'anew', () => setOpen(one))}
                        {one.is_own ? act(one, 'remove', () => void remove(one)) : null}
                      </td>
                    ) : null}
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </section>
      )}
    </div>
  );
}
