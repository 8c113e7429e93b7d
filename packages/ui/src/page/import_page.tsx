/** Takes in a file of records: columns are matched, a preview tells of each row at fault, the batch can be taken back. */
import { type ReactNode, useEffect, useState } from 'react';
import { count as figure, fileSize } from '../format/figures.ts';
import { Button, ButtonRow } from '../parts/button.tsx';
import { Checkbox } from '../parts/choice_field.tsx';
import { FileField } from '../parts/file_field.tsx';
import { Banner, ProgressBar } from '../parts/notice.tsx';
import { Select } from '../parts/text_field.tsx';
import { tell } from '../parts/toast.tsx';
import type { ScreenProps } from '../screens/screen.ts';
import { useWords } from '../words/words.tsx';
import { type Corrections, type ImportResult, RowErrors } from './import_result.tsx';
import { searchOf } from './neighbours.ts';
import type { Page } from './page.ts';
import { usePlace } from './place.tsx';
import './import_page.css';

/** From so many rows on the file is taken in apart from the request. */
const MANY_ROWS = 2000;
/** What the server takes of one file. */
const MOST_BYTES = 10_000_000;
const POLL_MS = 800;

interface Job {
  id: string;
  state: string;
  progress_done: number;
  progress_total: number | null;
  result: ImportResult | null;
  error: string | null;
}

type Mapping = Readonly<Record<string, string | null>>;

export function ImportPage({ page }: ScreenProps & { page: Page }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { noun, routes } = page.resource;
  const [file, setFile] = useState<File | null>(null);
  const [mapping, setMapping] = useState<Mapping>({});
  const [corrections, setCorrections] = useState<Corrections>({});
  const [onDuplicate, setOnDuplicate] = useState('skip');
  const [skips, setSkips] = useState(false);
  const [preview, setPreview] = useState<ImportResult | null>(null);
  const [done, setDone] = useState<ImportResult | null>(null);
  const [job, setJob] = useState<Job | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const back = (): void => place.go(`/${noun}`, { search: searchOf(noun) });

  async function attempt(act: () => Promise<void>): Promise<void> {
    setBusy(true);
    setFault(null);
    try {
      await act();
    } catch (error) {
      const { text, errors } = place.faultOf(error);
      setFault(errors[0]?.detail ?? text);
    }
    setBusy(false);
  }

  function formOf(given: File, fields: Record<string, string>): FormData {
    const form = new FormData();
    for (const [name, value] of Object.entries({
      on_duplicate: onDuplicate,
      mapping: JSON.stringify(mapping),
      corrections: JSON.stringify(corrections),
      ...fields,
    }))
      form.append(name, value);
    form.append('file', given);
    return form;
  }

  // A file, its columns, its mended cells and what to do with twins: each change asks again what would happen. Nothing is stored by it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what a preview depends on
  useEffect(() => {
    if (!file) return;
    let isCurrent = true;
    void attempt(async () => {
      const call = routes.import?.call ?? '';
      const { data } = await place.upload<ImportResult>(call, {}, formOf(file, { mode: 'preview' }));
      if (isCurrent) setPreview(data);
    });
    return () => {
      isCurrent = false;
    };
  }, [file, mapping, onDuplicate, corrections]);

  async function take(): Promise<void> {
    if (!file || !preview) return;
    const skip = { skip_errors: String(skips) };
    if (preview.row_count > MANY_ROWS && routes.import_later) {
      const { data } = await place.upload<Job>(routes.import_later.call, {}, formOf(file, skip));
      const { result, error } = await followed(data);
      if (result) setDone(result);
      else setFault(error ?? words('page.import_failed'));
    } else {
      const form = formOf(file, { ...skip, mode: 'commit' });
      setDone((await place.upload<ImportResult>(routes.import?.call ?? '', {}, form)).data);
    }
  }

  /** The job when it has ended. */
  async function followed(begun: Job): Promise<Job> {
    let now = begun;
    while (now.state === 'queued' || now.state === 'running') {
      setJob(now);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      now = (await place.call<Job>('GET /jobs/{job}', { job: begun.id })).data;
    }
    setJob(null);
    return now;
  }

  async function undo(): Promise<void> {
    const of = { import: done?.import_id };
    if ((done?.row_count ?? 0) > MANY_ROWS) {
      const { data } = await place.call<Job>('POST /imports/{import}/undo/later', of);
      const { state, error } = await followed(data);
      if (state !== 'done') return setFault(error ?? words('page.import_undo_failed'));
    } else await place.call('POST /imports/{import}/undo', of);
    tell({ text: words('page.import_undone') });
    setDone(null);
    setFile(null);
    setPreview(null);
  }

  // What is set from a day on has no twins: of one day there is one.
  const twins = routes.create ? ['skip', 'update', 'create'] : ['skip', 'update'];
  const fields = Object.keys((routes.create ?? routes.set)?.input.properties ?? {});
  const mended = Object.values(corrections).reduce((sum, cells) => sum + Object.keys(cells).length, 0);
  const canTake = preview !== null && (preview.error_count === 0 || skips) && preview.row_count > 0;
  return (
    <article className="import-page">
      <header className="import-page-head">
        <Button kind="quiet" onClick={back}>
          {words(`nav.${noun}`)}
        </Button>
        <h1>{words(`${noun}.import_title`)}</h1>
      </header>
      {fault ? <Banner kind="bad" title={fault} /> : null}
      {done ? (
        <Banner
          kind="good"
          title={words('page.import_done', {
            created: figure(done.created_count),
            updated: figure(done.updated_count),
            skipped: figure(done.skipped_count),
          })}
          acts={
            <ButtonRow>
              <Button kind="main" onClick={back}>
                {words('page.see_them')}
              </Button>
              {done.import_id && place.allows('imports.write') ? (
                <Button busy={busy} onClick={() => void attempt(undo)}>
                  {words('page.import_undo')}
                </Button>
              ) : null}
            </ButtonRow>
          }
        >
          {job ? (
            <ProgressBar label={words('page.import_undoing')} done={job.progress_done} total={job.progress_total} />
          ) : null}
        </Banner>
      ) : (
        <>
          <section className="import-page-part">
            <h2>{words('page.import_step_file')}</h2>
            <FileField
              label={words('page.import_file_label')}
              hint={words('page.import_file_hint', { size: fileSize(MOST_BYTES) })}
              accept=".csv,.xlsx"
              largest={MOST_BYTES}
              onFiles={([first]) => {
                setMapping({});
                setCorrections({});
                setPreview(null);
                setFile(first ?? null);
              }}
            />
            <ButtonRow>
              {(['xlsx', 'csv'] as const).map((format) => (
                <Button
                  key={format}
                  kind="quiet"
                  onClick={() =>
                    void attempt(() =>
                      place.download(
                        routes.import_template?.call ?? '',
                        { format },
                        `${noun}-${words('page.template')}.${format}`,
                      ),
                    )
                  }
                >
                  {words(`page.template_${format}`)}
                </Button>
              ))}
            </ButtonRow>
          </section>
          {preview ? (
            <section className="import-page-part">
              <h2>{words('page.import_step_columns')}</h2>
              <div className="import-page-columns">
                {preview.columns.map(({ column, field, sample }) => (
                  <Select
                    key={column}
                    label={column}
                    hint={sample ? words('page.sample', { sample }) : undefined}
                    none={words('page.column_left_out')}
                    value={(column in mapping ? mapping[column] : field) ?? ''}
                    choices={fields.map((value) => ({ value, label: words(`${page.words}.${value}`) }))}
                    onChange={(event) => setMapping({ ...mapping, [column]: event.target.value || null })}
                  />
                ))}
              </div>
              <Select
                label={words('page.on_duplicate')}
                value={onDuplicate}
                choices={twins.map((value) => ({
                  value,
                  label: words(`page.duplicate_${value}`),
                }))}
                onChange={(event) => setOnDuplicate(event.target.value)}
              />
            </section>
          ) : null}
          {preview ? (
            <section className="import-page-part" aria-busy={busy}>
              <h2>{words('page.import_step_rows')}</h2>
              <p role="status" className="import-page-sum">
                {words('page.import_would', {
                  rows: figure(preview.row_count),
                  created: figure(preview.created_count),
                  updated: figure(preview.updated_count),
                  skipped: figure(preview.skipped_count),
                  errors: figure(preview.error_count),
                })}
              </p>
              <RowErrors
                label={words('page.row_errors')}
                rows={preview.errors}
                corrections={corrections}
                onCorrect={(row, column, value) =>
                  setCorrections((now) => ({ ...now, [row]: { ...now[row], [column]: value } }))
                }
              />
              {mended > 0 ? (
                <p>
                  {words('page.mended', { count: mended })}{' '}
                  <Button kind="quiet" onClick={() => setCorrections({})}>
                    {words('page.mended_back')}
                  </Button>
                </p>
              ) : null}
              <RowErrors label={words('page.row_warnings')} rows={preview.warnings} />
              {preview.error_count > 0 ? (
                <Checkbox
                  label={words('page.skip_errors', { count: preview.error_count })}
                  hint={words('page.skip_errors_hint')}
                  checked={skips}
                  onChange={(event) => setSkips(event.currentTarget.checked)}
                />
              ) : null}
              {job ? (
                <ProgressBar label={words('page.import_running')} done={job.progress_done} total={job.progress_total} />
              ) : null}
              <ButtonRow>
                <Button kind="main" busy={busy} disabled={!canTake} onClick={() => void attempt(take)}>
                  {words('page.import_take', { count: preview.created_count + preview.updated_count })}
                </Button>
                <Button onClick={back}>{words('parts.cancel')}</Button>
              </ButtonRow>
            </section>
          ) : null}
        </>
      )}
    </article>
  );
}
