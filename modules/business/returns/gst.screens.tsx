/** The returns of a registration: what is due when, each figure with its documents, what looks odd, the files, and what is filed. */
import { type PageKey, usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { DueReturn } from '../gst-filings/gst-filings.schema.ts';
import type { Registration } from '../gst-registrations/gst-registrations.schema.ts';
import { Drill } from '../reports/frame.screens.tsx';
import { Figures, type Which } from './figures.screens.tsx';
import { Due, Filed, Filing } from './filing.screens.tsx';
import { Registrations } from './registrations.screens.tsx';
import type { Finding } from './returns.schema.ts';
import { HsnTable, NumberTable } from './tables.screens.tsx';
import '../reports/reports.css';
import './gst.css';

const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/;
/** So many are seen at once; the rest when asked for. */
const FEW = 4;
/** What of GSTR-1 is looked at; tables 12 and 13 have calls and files of their names. */
const PARTS = ['sections', 'hsn', 'numbers'] as const;

function Findings({ input }: { input: Record<string, unknown> }): ReactNode {
  const words = useWords();
  const { data } = useLoaded<Finding[]>('GET /gst/findings', input);
  const [isWhole, setWhole] = useState(false);
  const found = data ?? [];
  return (
    <>
      {(isWhole ? found : found.slice(0, FEW)).map(({ document_id, noun, detail }) => (
        <Banner key={`${document_id} ${detail}`} kind="wait" title={detail}>
          {document_id ? <Drill to={`/${noun}/${document_id}`}>{words('gst.open')}</Drill> : null}
        </Banner>
      ))}
      {!isWhole && found.length > FEW ? (
        <p>
          <Button onClick={() => setWhole(true)}>{words('gst.more_findings', { count: found.length - FEW })}</Button>
        </p>
      ) : null}
    </>
  );
}

export default function GstScreen(): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { search } = place;
  const month = MONTH.test(search.month ?? '') ? (search.month as string) : place.today.slice(0, 7);
  const [typed, setTyped] = useState(month);
  const which: Which = search.return === 'gstr3b' ? 'gstr3b' : 'gstr1';
  const [isSetting, setSetting] = useState(false);
  const registrations = useLoaded<Registration[]>('GET /gst-registrations');
  const due = useLoaded<DueReturn[]>('GET /gst-filings/due');
  const portal = useLoaded<{ is_connected: boolean }>('GET /gst/portal');
  const all = registrations.data ?? [];
  const gstin = all.some((one) => one.gstin === search.gstin) ? search.gstin : all[0]?.gstin;
  const show = (changes: Readonly<Record<string, string>>): void =>
    place.go('/gst', { search: { ...search, ...changes }, replace: true });
  const input = { period: month, ...(gstin ? { gstin } : {}) };
  const own = (due.data ?? []).filter((one) => one.gstin === gstin);
  const shown = own.find((one) => one.period === month && (one.form === 'gstr3b') === (which === 'gstr3b'));
  const download = (call: string, more: Record<string, unknown>, name: string): void =>
    void place
      .download(call, { ...input, ...more }, name)
      .catch((error: unknown) => tell({ text: place.faultOf(error).text }));
  const part = PARTS.find((one) => which === 'gstr1' && one === search.part) ?? 'sections';
  const [call, name] = part === 'sections' ? ['documents', which] : [part, part];
  const save = (format: 'csv' | 'xlsx'): void =>
    download(
      `GET /gst/${call}`,
      { ...(which === 'gstr3b' ? { box: 'det' } : {}), format },
      `${name}-${month}.${format}`,
    );
  const mayExport = place.allows('gst.export') && gstin !== undefined;
  const latest = useRef(() => {});
  latest.current = () => save('xlsx');
  place.useKeys(
    useMemo<PageKey[]>(
      () => (mayExport ? [{ keys: 'e', label: 'gst.xlsx', bar: true, run: () => latest.current() }] : []),
      [mayExport],
    ),
  );
  const shows = { input, amends: shown?.status === 'filed' && which === 'gstr1' };
  return (
    <div className="report gst">
      <header className="report-head">
        <div>
          <h1>{words('nav.gst')}</h1>
          <p className="dim">{portal.data?.is_connected === false ? words('gst.not_connected') : ''}</p>
        </div>
        <div className="report-acts">
          {all.length > 1 ? (
            <Select
              label={words('gst.registration')}
              value={gstin ?? ''}
              choices={all.map((one) => ({ value: one.gstin, label: `${one.gstin} · ${one.name}` }))}
              onChange={({ target }) => show({ gstin: target.value })}
            />
          ) : null}
          <TextField
            label={words('gst.month')}
            type="month"
            value={typed}
            onChange={({ target }) => {
              setTyped(target.value);
              if (MONTH.test(target.value)) show({ month: target.value });
            }}
          />
          {place.allows('gst-amendments.read') ? (
            <Button onClick={() => place.go('/gst-amendments', { search: { period: month } })}>
              {words('gst.amendments')}
            </Button>
          ) : null}
          {place.allows('gst-registrations.write') && all.length > 0 ? (
            <Button aria-expanded={isSetting} onClick={() => setSetting(!isSetting)}>
              {words('gst.how_filed')}
            </Button>
          ) : null}
        </div>
      </header>
      {registrations.fault ? <Banner kind="bad" title={registrations.fault.text} /> : null}
      {isSetting ? (
        <Registrations
          all={all}
          gstin={gstin ?? ''}
          onDone={() => {
            setSetting(false);
            registrations.again();
            due.again();
          }}
        />
      ) : null}
      <Due
        rows={own}
        month={month}
        which={which}
        onChoose={({ period, form }) => {
          setTyped(period);
          show({ month: period, return: form === 'gstr3b' ? 'gstr3b' : 'gstr1' });
        }}
      />
      {gstin ? (
        <>
          <div className="gst-choice">
            {(['gstr1', 'gstr3b'] as const).map((one) => (
              <Button
                key={one}
                aria-pressed={which === one}
                kind={which === one ? 'main' : 'plain'}
                onClick={() => show({ return: one })}
              >
                {words(`gst.${one}`)}
              </Button>
            ))}
            {mayExport ? (
              <span className="gst-files">
                <Button onClick={() => download('GET /gst/file', { return: which }, `${which}-${month}.json`)}>
                  {words(`gst.${which}_json`)}
                </Button>
                {(['xlsx', 'csv'] as const).map((format) => (
                  <Button key={format} keys={format === 'xlsx' ? 'E' : undefined} onClick={() => save(format)}>
                    {words(`gst.${format}`)}
                  </Button>
                ))}
              </span>
            ) : null}
          </div>
          {which === 'gstr1' ? <Findings input={input} /> : null}
          {shown?.filing_id ? <Filed id={shown.filing_id} onDone={due.again} /> : null}
          {which === 'gstr1' ? (
            <fieldset className="gst-choice gst-parts" aria-label={words('gst.parts')}>
              {PARTS.map((one) => (
                <Button key={one} kind="quiet" aria-pressed={part === one} onClick={() => show({ part: one })}>
                  {words(`gst.part_${one}`)}
                </Button>
              ))}
            </fieldset>
          ) : null}
          {part === 'hsn' ? <HsnTable key={`${month} ${gstin}`} {...shows} /> : null}
          {part === 'numbers' ? <NumberTable input={input} /> : null}
          {part === 'sections' ? <Figures key={`${which} ${month} ${gstin}`} which={which} {...shows} /> : null}
          {shown && !shown.filing_id && shown.status !== 'open' && place.allows('gst-filings.write') ? (
            <Filing due={shown} onDone={due.again} />
          ) : null}
        </>
      ) : null}
    </div>
  );
}
