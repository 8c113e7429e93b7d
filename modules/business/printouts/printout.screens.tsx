/** A file of many documents on its way: how far it is, the file once it is made, and what a portal would not take. */

import { day } from '@tenantry/ui/format/days.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useEffect, useRef } from 'react';
import { LeftOutList } from './left_out.screens.tsx';
import type { Printout } from './printouts.schema.ts';
import './printout.css';

const POLL_MS = 700;

const sizeOf = (bytes: number): string =>
  bytes >= 1_048_576 ? `${(bytes / 1_048_576).toFixed(1)} MB` : `${Math.ceil(bytes / 1024)} kB`;

export default function PrintoutScreen({ params }: ScreenProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const id = params.printout ?? '';
  const { data, fault, again } = useLoaded<Printout>('GET /printouts/{printout}', { printout: id });
  const state = data?.state;
  const done = data?.done_count;
  const isPaper = data?.form === 'pdf' || data?.form === 'zip';
  const wasMaking = useRef(false);
  useEffect(() => {
    if (state !== 'making') return;
    wasMaking.current = true;
    const next = setInterval(again, POLL_MS);
    return () => clearInterval(next);
  }, [state, again]);
  const fetchIt = (): void => {
    if (!data) return;
    const name = isPaper ? `${data.noun}-${place.today}.${data.form}` : `${data.form}-${place.today}.json`;
    place
      .download('GET /printouts/{printout}/content', { printout: id }, name)
      .catch((error: unknown) => tell({ text: place.faultOf(error).text }));
  };
  const fetchLast = useRef(fetchIt);
  fetchLast.current = fetchIt;
  // Who waited for it gets it at once.
  useEffect(() => {
    if (state === 'ready' && wasMaking.current) {
      wasMaking.current = false;
      fetchLast.current();
    }
  }, [state]);
  if (fault && !data) return <Banner kind="bad" title={fault.text} />;
  if (!data) return <LoadingLine />;
  const until = day(data.expires_at.slice(0, 10));
  const count = data.document_count;
  const within = { size: sizeOf(data.bytes ?? 0), count, within: count - data.left_out.length };
  return (
    <div className="printout" aria-live="polite">
      <h1>{words(isPaper ? 'printouts.title' : `printouts.title_${data.form}`, { count })}</h1>
      {state === 'making' ? (
        <>
          <p>{words('printouts.making', { done: done ?? 0, count: data.document_count })}</p>
          <progress max={data.document_count} value={done ?? 0} aria-label={words('printouts.progress')} />
          <p className="dim">{words('printouts.wait', { until })}</p>
        </>
      ) : null}
      {state === 'failed' ? (
        <Banner kind="bad" title={words('printouts.failed')}>
          {data.error}
        </Banner>
      ) : null}
      {state === 'ready' ? <p>{words(isPaper ? 'printouts.ready' : 'printouts.ready_portal', within)}</p> : null}
      {state === 'empty' ? <p>{words('printouts.empty')}</p> : null}
      {state === 'ready' && !isPaper ? <p className="dim">{words(`printouts.upload_${data.form}`)}</p> : null}
      <ButtonRow>
        {state === 'ready' ? (
          <Button kind="main" onClick={fetchIt}>
            {words('printouts.download')}
          </Button>
        ) : null}
        <Button onClick={() => place.go(`/${data.noun}`)}>{words('printouts.back')}</Button>
      </ButtonRow>
      {data.left_out.length > 0 ? <LeftOutList noun={data.noun} rows={data.left_out} /> : null}
    </div>
  );
}
