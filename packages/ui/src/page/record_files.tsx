/** The files of a record: attached, fetched, taken off. */
import { type ReactNode, useState } from 'react';
import { moment } from '../format/days.ts';
import { fileSize } from '../format/figures.ts';
import { Button } from '../parts/button.tsx';
import { FileField } from '../parts/file_field.tsx';
import { tell } from '../parts/toast.tsx';
import { useWords } from '../words/words.tsx';
import { usePlace } from './place.tsx';
import { callOf, useList } from './record_list.ts';
import type { RecordSideProps } from './record_side.tsx';
import { refOf } from './resource.ts';

interface Attachment {
  id: string;
  file_id: string;
  name: string;
  bytes: number;
  created_at: string;
}

export function Files({ page, id, changes }: RecordSideProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { routes } = page.resource;
  const named = { [refOf(page.resource)]: id };
  const { rows, fault, again } = useList<Attachment>(
    place,
    callOf(routes.attachments),
    { ...named, limit: 100 },
    changes,
  );
  const [said, setSaid] = useState<string | undefined>();
  const [turn, setTurn] = useState(0);
  const mayWrite = routes.attach_upload !== undefined && place.allows(routes.attach_upload.permission);

  async function run(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
      setSaid(undefined);
    } catch (error) {
      setSaid(place.faultOf(error).text);
    }
    again();
  }
  async function send(files: readonly File[]): Promise<void> {
    for (const file of files) {
      const form = new FormData();
      form.append('file', file);
      await place.upload(callOf(routes.attach_upload), named, form);
      tell({ text: words('page.attached', { name: file.name }) });
    }
    setTurn((now) => now + 1);
  }
  return (
    <>
      {fault ? <p role="alert">{fault}</p> : null}
      {rows && rows.length === 0 ? <p className="record-side-none">{words('page.no_files')}</p> : null}
      <ul className="record-side-files">
        {(rows ?? []).map(({ id: attachment, file_id, name, bytes, created_at }) => (
          <li key={attachment}>
            <Button
              kind="quiet"
              onClick={() => void run(() => place.download('GET /files/{file}/content', { file: file_id }, name))}
            >
              {name}
            </Button>
            <span className="record-side-none">
              {fileSize(bytes)} · {moment(created_at, place.zone)}
            </span>
            {mayWrite ? (
              <Button
                kind="quiet"
                aria-label={words('page.detach', { name })}
                onClick={() => void run(() => place.call(callOf(routes.detach), { ...named, attachment }))}
              >
                {words('page.take_off')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayWrite ? (
        <FileField
          key={turn}
          label={words('page.attach')}
          error={said}
          multiple
          onFiles={(files) => void run(() => send(files))}
        />
      ) : null}
    </>
  );
}
