/** One document: a draft is typed into, what is issued is the document, with what can be done with it and what happened to it. */

import { type PageKey, usePlace } from '@tenantry/ui/page/place.tsx';
import { RecordSide } from '@tenantry/ui/page/record_side.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Menu, type MenuAct } from '@tenantry/ui/parts/menu.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { StatusMark } from '@tenantry/ui/parts/status_mark.tsx';
import { TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { AsPrinted, type OnPaper, PaperActs } from '../print/paper.screens.tsx';
import { STATUS_MARKS } from './columns.screens.tsx';
import type { Act, Desk, Shown } from './desk.screens.tsx';
import { Links } from './links.screens.tsx';
import { Sheet } from './sheet.screens.tsx';
import './documents.css';

interface OfDesk {
  desk: Desk;
  document: Shown;
}

/** Asks for the reason; the number stays used. */
function Cancelling({
  desk,
  document,
  onDone,
  onLeave,
}: OfDesk & { onDone(document: Shown): void; onLeave(): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | undefined>();
  const field = useRef<HTMLInputElement>(null);
  // A menu that was left gives the focus back first.
  useEffect(() => {
    const wait = setTimeout(() => field.current?.focus(), 50);
    return () => clearTimeout(wait);
  }, []);
  async function cancel(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      const { data } = await place.call<Shown>(`POST /${desk.page.resource.noun}/{${desk.one}}/cancel`, {
        [desk.one]: document.id,
        reason: reason.trim(),
      });
      tell({ text: words('documents.cancelled', { number: data.number ?? '' }) });
      onDone(data);
    } catch (error) {
      setFault(place.faultOf(error).text);
    }
  }
  return (
    <form className="document-cancelling" onSubmit={(event) => void cancel(event)}>
      <TextField
        label={words('documents.cancel_reason')}
        required
        ref={field}
        value={reason}
        maxLength={300}
        error={fault}
        onChange={({ target }) => setReason(target.value)}
      />
      <Button type="submit" kind="main" disabled={!reason.trim()}>
        {words('documents.cancel_now', { number: document.number ?? '' })}
      </Button>
      <Button onClick={onLeave}>{words('documents.keep')}</Button>
    </form>
  );
}

const can = ({ from, fits }: Act, document: Shown): boolean =>
  (from?.includes(document.status) ?? true) && (fits?.(document) ?? true);

/** What can be done with it now: two are seen, the rest is in the menu. */
function Acts({ desk, document, onChanged, onCancel }: OfDesk & { onChanged(one: Shown): void; onCancel(): void }) {
  const words = useWords();
  const place = usePlace();
  const { noun } = desk.page.resource;
  async function run(act: Act): Promise<void> {
    if (act.opens) {
      const { path, search } = act.opens(document);
      place.go(path, { search });
      return;
    }
    try {
      if (act.into) {
        const { data } = await place.call<{ noun: string; id: string }>(`POST /${noun}/{${desk.one}}/convert`, {
          [desk.one]: document.id,
          into: act.into,
        });
        place.go(`/${data.noun}/${data.id}`);
        return;
      }
      const { data, message } = await place.call<Shown>(`POST /${noun}/{${desk.one}}/${act.calls}`, {
        [desk.one]: document.id,
      });
      tell({ text: message });
      onChanged(data);
    } catch (error) {
      tell({ text: place.faultOf(error).text });
    }
  }
  const offered = (desk.acts ?? []).filter((act) => can(act, document) && place.allows(act.permission));
  const keyed = offered.find(({ key }) => key);
  const key = keyed?.key ?? '';
  const latest = useRef(() => {});
  latest.current = () => void (keyed && run(keyed));
  const label = keyed ? `documents.${keyed.name}` : '';
  const keys = useMemo<PageKey[]>(
    () => (key ? [{ keys: key, label, bar: true, run: () => latest.current() }] : []),
    [key, label],
  );
  place.useKeys(keys);
  const acts = offered
    .filter((act) => act !== keyed)
    .map((act): MenuAct => ({ id: act.name, label: words(`documents.${act.name}`), run: () => void run(act) }));
  if (desk.cancels.includes(document.status) && place.allows(`${noun}.cancel`))
    acts.push({ id: 'cancel', label: words('documents.cancel'), run: onCancel, danger: true });
  const [first, ...rest] = acts;
  return (
    <>
      {keyed ? (
        <Button kind="main" keys={key.toUpperCase()} onClick={() => latest.current()}>
          {words(label)}
        </Button>
      ) : null}
      {first ? <Button onClick={first.run}>{first.label}</Button> : null}
      {rest.length === 1 && rest[0] ? <Button onClick={rest[0].run}>{rest[0].label}</Button> : null}
      {rest.length > 1 ? <Menu label={words('documents.more')} acts={rest} /> : null}
    </>
  );
}

function Issued({ desk, document, onChanged }: OfDesk & { onChanged(document: Shown): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { noun } = desk.page.resource;
  const [isCancelling, setCancelling] = useState(false);
  const { mark, word, values } = desk.settled?.(document, place.today) ?? {
    mark: STATUS_MARKS[document.status] ?? ('sent' as const),
    word: `status_${document.status}`,
  };
  const [isPaper, setPaper] = useState(false);
  const { id, number, buyer } = document;
  const has_copies = noun === 'invoices' || noun === 'challans';
  const paper: OnPaper = { noun, one: desk.one, id, number, email: buyer.email, has_copies };
  return (
    <div className="document-record">
      <header className="document-head">
        <h1>{words(`${noun}.title`, { number: document.number ?? '' })}</h1>
        <StatusMark mark={mark} word={words(`documents.${word}`, values)} />
        <div className="document-acts">
          <PaperActs of={paper} isPaper={isPaper} onPaper={setPaper} />
          {isCancelling ? null : (
            <Acts desk={desk} document={document} onChanged={onChanged} onCancel={() => setCancelling(true)} />
          )}
        </div>
      </header>
      {isCancelling ? (
        <Cancelling
          desk={desk}
          document={document}
          onLeave={() => setCancelling(false)}
          onDone={(cancelled) => {
            setCancelling(false);
            onChanged(cancelled);
          }}
        />
      ) : null}
      <div className="document-body">
        <div className="document-paper">
          {isPaper ? <AsPrinted of={paper} /> : <Sheet document={document} />}
          {desk.Below ? <desk.Below document={document} onChanged={onChanged} /> : null}
        </div>
        <div className="document-beside">
          <Links desk={desk} id={document.id} changes={document.version} />
          <RecordSide page={desk.page} id={document.id} changes={document.version} />
        </div>
      </div>
    </div>
  );
}

/** The screen of one document of a kind. */
export function DocumentRecord({ desk, params }: ScreenProps & { desk: Desk }): ReactNode {
  const { noun } = desk.page.resource;
  const words = useWords();
  const place = usePlace();
  const id = params.id ?? 'new';
  const isNew = id === 'new';
  const loaded = useLoaded<Shown>(isNew ? null : `GET /${noun}/{${desk.one}}`, { [desk.one]: id });
  const like = isNew ? place.search.like : undefined;
  const pattern = useLoaded<Shown>(like ? `GET /${noun}/{${desk.one}}` : null, { [desk.one]: like ?? '' });
  const [stored, setStored] = useState<Shown | null>(null);
  const [turn, setTurn] = useState(0);
  // Who begins another one here begins with nothing of the last.
  const at = isNew ? `new/${like ?? ''}` : id;
  const [was, setWas] = useState(at);
  if (was !== at) {
    setWas(at);
    if (isNew && !was.startsWith('new/')) setStored(null);
  }
  const document = isNew ? stored : stored?.id === id ? stored : loaded.data;
  const put = (one: Shown): void => {
    setStored(one);
    if (isNew) place.go(`/${noun}/${one.id}`, { replace: true });
  };
  if (loaded.fault && !document) return <Banner kind="bad" title={loaded.fault.text} />;
  if ((!isNew && !document) || (like && !document && !pattern.data && !pattern.fault))
    return <p aria-busy="true">{words('documents.loading')}</p>;
  if (document && document.status !== 'draft') return <Issued desk={desk} document={document} onChanged={setStored} />;
  return (
    <desk.Draft
      key={`${document?.id ?? at}/${turn}`}
      desk={desk}
      draft={document}
      pattern={pattern.data}
      onStored={put}
      onTaken={(one) => {
        setStored(one);
        setTurn(turn + 1);
      }}
    />
  );
}
