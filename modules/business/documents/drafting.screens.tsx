/** Writing a draft: computed while people type, kept, issued; what the server refuses is said at its place. */
import { focusFault } from '@tenantry/ui/form/form_keys.ts';
import { type Aside, useKept, usePutAway } from '@tenantry/ui/page/aside.tsx';
import { type PageKey, usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Desk, Shown } from './desk.screens.tsx';
import { Clash, type Keeping, KeptAt, useKeeping } from './keeping.screens.tsx';
import { Sums } from './sheet.screens.tsx';

/** What the server refused, at its field or at its line. */
export interface Refused {
  text: string;
  fields: Record<string, string>;
  /** `0/hsn`: the line as it was sent, and its field. */
  lines: Record<string, string>;
}

/** So long nothing more is typed before it is computed. */
const PAUSE_MS = 250;

export interface Drafting<D extends Shown> {
  sums: D | null;
  refused: Refused | null;
  isBusy: boolean;
  save(): Promise<void>;
  issue(): Promise<void>;
  /** Puts it away, with a way back for a moment. */
  discard(): Promise<void>;
  keeping: Keeping<D>;
  /** What is wrong with a field of the head. */
  errorOf(field: string): string | undefined;
}

export interface DraftingInput<D extends Shown> {
  desk: Desk;
  draft: D | null;
  onStored(document: D): void;
  onTaken(document: D): void;
  /** Where what was typed and is not stored yet lies on this device, and what that is. */
  aside: Aside<object>;
  typed(): object | null;
  /** What cannot be read, by field or as `0/quantity`; it is said at its place and not sent. */
  unread?(): Record<string, string>;
  /** What was computed of what was sent. */
  onComputed?(document: D): void;
  /** What is sent; null while it cannot be computed, and `lacking` says where and why. `isLooking`: only to see what it comes to. */
  input(isLooking?: boolean): Record<string, unknown> | null;
  lacking: { field: string; text: string };
  /** Another value here, and it is computed anew. */
  changed: unknown;
  /** What a preview is told besides. */
  previewed?: Record<string, unknown>;
  /** What is said once, and not changed in a draft that is kept. */
  fixed?: string;
}

/** The calls of a draft, its two keys, and what came of the last. */
export function useDrafting<D extends Shown>(of: DraftingInput<D>): Drafting<D> {
  const { desk, draft, aside, lacking, changed, fixed, previewed } = of;
  const { one } = desk;
  const { noun } = desk.page.resource;
  const words = useWords();
  const place = usePlace();
  const [sums, setSums] = useState<D | null>(draft);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [isBusy, setBusy] = useState(false);
  /** What was on the page when an act was refused: to look at just that finds nothing better. */
  const refusedAt = useRef<unknown>(null);
  const latest = useRef(of);
  latest.current = of;

  useKept(aside, changed, of.typed);
  /** `isLatest`: nothing was typed since it was sent. */
  function onStored(document: D, isLatest: boolean): void {
    if (isLatest) void aside.drop();
    of.onStored(document);
  }

  const isSought = useRef(false);
  /** The first field or cell that something is wrong with has the focus, once it is seen to be wrong. */
  const toFault = (): void => {
    isSought.current = true;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was refused last, and nothing else, is looked for
  useEffect(() => {
    if (isSought.current) focusFault(document.querySelector<HTMLElement>('.document-draft'));
    isSought.current = false;
  }, [refused]);

  function refuse(error: unknown): void {
    const { text, errors } = place.faultOf(error);
    const found: Refused = { text, fields: {}, lines: {} };
    for (const { pointer, detail } of errors) {
      const [, index, field] = /^\/lines\/(\d+)\/(\w+)$/.exec(pointer) ?? [];
      if (index && field) found.lines[`${index}/${field}`] = detail;
      else found.fields[pointer.slice(1)] = detail;
    }
    setRefused(found);
  }

  const lack = (): void => setRefused({ text: '', fields: { [lacking.field]: lacking.text }, lines: {} });

  /** What is sent; null while something in it is no figure, which is said, or while it lacks what it is about. */
  function prepared(isLooking = false): Record<string, unknown> | null {
    const unread = Object.entries(latest.current.unread?.() ?? {});
    if (unread.length === 0) {
      const input = latest.current.input(isLooking);
      // A new one that has nothing yet lacks nothing yet.
      if (!input && draft) lack();
      return input;
    }
    const [fields, lines] = [true, false].map((isField) => unread.filter(([at]) => at.includes('/') !== isField));
    setRefused({ text: '', fields: Object.fromEntries(fields ?? []), lines: Object.fromEntries(lines ?? []) });
    return null;
  }
  const keeping = useKeeping<D>({
    ...{ desk, draft, changed, fixed, refuse, input: () => prepared() },
    isAhead: draft !== null && aside.begun !== null,
    onTaken: (document) => void aside.drop().then(() => of.onTaken(document)),
    onKept: onStored,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of what was typed is computed anew, nothing else
  useEffect(() => {
    if (!draft && !latest.current.input()) return;
    let isOver = false;
    const pause = setTimeout(async () => {
      try {
        const input = prepared(true);
        if (!input) return;
        const { data } = await place.call<D>(`POST /${noun}/preview`, { ...input, ...previewed });
        if (isOver) return;
        setSums(data);
        if (refusedAt.current !== changed) setRefused(null);
        latest.current.onComputed?.(data);
      } catch (error) {
        if (!isOver) refuse(error);
      }
    }, PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(pause);
    };
  }, [changed]);

  async function attempt(act: (input: Record<string, unknown>) => Promise<void>): Promise<void> {
    if (isBusy) return;
    const input = prepared();
    if (!input) {
      if (!latest.current.input()) lack();
      return toFault();
    }
    setBusy(true);
    try {
      await act(input);
    } catch (error) {
      if (!keeping.catches(error)) {
        refusedAt.current = latest.current.changed;
        refuse(error);
        toFault();
      }
    } finally {
      setBusy(false);
    }
  }
  const save = (): Promise<void> =>
    attempt(async (input) => {
      const stored = await keeping.store(input);
      tell({ text: words('documents.saved') });
      onStored(stored, true);
    });
  const done = (issued: D): void => {
    tell({ text: words('documents.issued', { number: issued.number ?? '' }) });
    onStored(issued, true);
  };
  const issue = (): Promise<void> =>
    attempt(async (input) => {
      // What is refused then was not stored; it is on the page and in its copy in this browser.
      if (!draft && desk.atOnce) return done((await place.call<D>(`POST /${noun}/issue`, input)).data);
      const stored = await keeping.store(input);
      try {
        done((await place.call<D>(`POST /${noun}/{${one}}/issue`, { [one]: stored.id })).data);
      } catch (error) {
        // The draft is kept all the same, and says itself what stands in its way.
        onStored(stored, true);
        throw error;
      }
    });
  const putAway = usePutAway(aside, noun);
  const discard = async (): Promise<void> => {
    try {
      const input = latest.current.input();
      if (draft) await place.call(`DELETE /${noun}/{${one}}`, { [one]: draft.id });
      const again = async (): Promise<void> =>
        place.go(`/${noun}/${(await place.call<D>(`POST /${noun}`, input ?? {})).data.id}`);
      await putAway(words('documents.discarded'), draft && input ? again : undefined);
    } catch (error) {
      refuse(error);
    }
  };
  const mayIssue = place.allows(`${noun}.issue`);
  const acts = useRef({ save, issue });
  acts.current = { save, issue };
  const keys = useMemo<PageKey[]>(
    () => [
      { keys: 'ctrl+s', label: 'documents.save', bar: true, run: () => void acts.current.save() },
      ...(mayIssue
        ? [{ keys: 'ctrl+Enter', label: 'documents.issue', bar: true, run: () => void acts.current.issue() }]
        : []),
    ],
    [mayIssue],
  );
  place.useKeys(keys);
  return { sums, refused, isBusy, save, issue, discard, keeping, errorOf: (field) => refused?.fields[field] };
}

/** The head of a draft with its two acts, and what was refused that has no field here. */
export function DraftHead<D extends Shown>({
  desk,
  title,
  drafting,
  fields,
}: {
  desk: Desk;
  title: string;
  drafting: Drafting<D>;
  /** Those that say themselves what is wrong with them. */
  fields: readonly string[];
}): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { refused, isBusy, save, issue, discard, keeping } = drafting;
  const elsewhere = Object.entries(refused?.fields ?? {}).filter(
    ([field]) => !fields.includes(field.split('/')[0] ?? ''),
  );
  const isUnplaced = refused?.text && Object.keys({ ...refused.lines, ...refused.fields }).length === 0;
  return (
    <>
      <header className="document-head">
        <h1>{title}</h1>
        <KeptAt keeping={keeping} />
        <div className="document-acts">
          <Button disabled={isBusy} onClick={() => void discard()}>
            {words('documents.discard')}
          </Button>
          <Button keys="Ctrl S" disabled={isBusy} onClick={() => void save()}>
            {words('documents.save')}
          </Button>
          {place.allows(`${desk.page.resource.noun}.issue`) ? (
            <Button kind="main" keys="Ctrl ↵" disabled={isBusy} onClick={() => void issue()}>
              {words(desk.issue ?? 'documents.issue')}
            </Button>
          ) : null}
        </div>
      </header>
      <Clash keeping={keeping} />
      {elsewhere.length > 0 || isUnplaced ? (
        <Banner kind="bad" title={refused?.text ?? ''}>
          {elsewhere.map(([field, detail]) => (
            <p key={field}>{detail}</p>
          ))}
        </Banner>
      ) : null}
    </>
  );
}

/** What it comes to, and what looks odd. */
export function DraftSums({ of }: { of: Shown | null }): ReactNode {
  const words = useWords();
  return (
    <section aria-label={words('documents.sums')} aria-live="polite">
      {of ? <Sums of={of} /> : <p className="dim">{words('documents.no_sums')}</p>}
      {of && of.warnings.length > 0 ? (
        <ul className="document-warnings">
          {of.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
