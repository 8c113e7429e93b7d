/** The prices of a list as a file: taken away, and brought in with a look at what would happen before anything is stored. */
import { type ImportResult, RowErrors } from '@tenantry/ui/page/import_result.tsx';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { Dialog } from '@tenantry/ui/parts/dialog.tsx';
import { FileField } from '@tenantry/ui/parts/file_field.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useState } from 'react';
import '@tenantry/ui/page/import_page.css';

export interface PriceFileProps {
  id: string;
  /** The file that was brought in last on this page. */
  import_id: string | null;
  /** A file was brought in, or taken back: what the page shows is read anew. */
  onTaken(import_id: string | null): void;
}

export function PriceFile({ id, import_id, onTaken }: PriceFileProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [isOpen, setOpen] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [found, setFound] = useState<ImportResult | null>(null);
  const [fault, setFault] = useState('');
  const [isBusy, setBusy] = useState(false);
  const download = (call: string, format: 'csv' | 'xlsx', name: string): void =>
    void place
      .download(call, { price_list: id, format }, `${name}.${format}`)
      .catch((error: unknown) => tell({ text: place.faultOf(error).text }));
  const leave = (): void => {
    setOpen(false);
    setFile(null);
    setFound(null);
    setFault('');
  };
  async function undo(taken: string): Promise<void> {
    try {
      await place.call('POST /imports/{import}/undo', { import: taken });
      tell({ text: words('page.import_undone') });
      onTaken(null);
    } catch (error) {
      tell({ text: place.faultOf(error).text });
    }
  }
  const mayUndo = place.allows('imports.write');
  async function send(chosen: File, mode: 'preview' | 'commit'): Promise<void> {
    const form = new FormData();
    form.append('mode', mode);
    form.append('on_duplicate', 'update');
    form.append('skip_errors', 'true');
    form.append('file', chosen);
    setBusy(true);
    setFault('');
    try {
      const { data } = await place.upload<ImportResult>(
        'POST /price-lists/{price_list}/prices/import',
        { price_list: id },
        form,
      );
      setFound(data);
      if (mode === 'preview') return;
      const { import_id: made } = data;
      tell({
        text: words('price-lists.taken', { count: data.created_count + data.updated_count }),
        ...(made && mayUndo ? { undo: () => undo(made) } : {}),
      });
      leave();
      onTaken(made);
    } catch (error) {
      const { text, errors } = place.faultOf(error);
      setFault(errors.map(({ detail }) => detail).join(' ') || text);
    } finally {
      setBusy(false);
    }
  }
  const takes = found ? found.created_count + found.updated_count : 0;
  return (
    <>
      {place.allows('price-lists.export') ? (
        <>
          <Button onClick={() => download('GET /price-lists/{price_list}/prices/sheet', 'csv', 'prices')}>
            {words('price-lists.csv')}
          </Button>
          <Button onClick={() => download('GET /price-lists/{price_list}/prices/sheet', 'xlsx', 'prices')}>
            {words('price-lists.xlsx')}
          </Button>
        </>
      ) : null}
      {place.allows('price-lists.write') ? (
        <Button onClick={() => setOpen(true)}>{words('price-lists.import')}</Button>
      ) : null}
      {import_id && mayUndo ? <Button onClick={() => void undo(import_id)}>{words('page.import_undo')}</Button> : null}
      <Dialog open={isOpen} onClose={leave} title={words('price-lists.import')}>
        <div className="dialog-form">
          {fault ? <Banner kind="bad" title={fault} /> : null}
          <FileField
            label={words('price-lists.file')}
            hint={words('price-lists.file_hint')}
            accept=".csv,.xlsx"
            onFiles={(files) => {
              const chosen = files[0] ?? null;
              setFile(chosen);
              setFound(null);
              if (chosen) void send(chosen, 'preview');
            }}
          />
          {found ? (
            <p role="status">
              {words('price-lists.would', {
                created: found.created_count,
                updated: found.updated_count,
                skipped: found.skipped_count,
                errors: found.error_count,
              })}
            </p>
          ) : null}
          {found ? <RowErrors label={words('price-lists.faults')} rows={found.errors} /> : null}
          <ButtonRow>
            <Button
              kind="main"
              busy={isBusy}
              disabled={!file || takes === 0}
              onClick={() => void (file && send(file, 'commit'))}
            >
              {words('price-lists.take', { count: takes })}
            </Button>
            <Button
              onClick={() =>
                download('GET /price-lists/{price_list}/prices/import/template', 'xlsx', 'price-list-template')
              }
            >
              {words('price-lists.template')}
            </Button>
          </ButtonRow>
        </div>
      </Dialog>
    </>
  );
}
