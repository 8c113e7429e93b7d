/** A field for files: chosen, dropped, and named once they are there. */
import { type ComponentPropsWithRef, type ReactNode, useState } from 'react';
import { fileSize } from '../format/figures.ts';
import { useWords } from '../words/words.tsx';
import { Field, type FieldProps, splitField } from './field.tsx';
import './file_field.css';

export type FileFieldProps = FieldProps &
  Omit<ComponentPropsWithRef<'input'>, 'id' | 'className' | 'type' | 'onChange' | 'value'> & {
    onFiles: (files: File[]) => void;
    /** The largest file, in bytes; a larger one is refused with a word. */
    largest?: number;
  };

export function FileField(props: FileFieldProps): ReactNode {
  const words = useWords();
  const [{ error, ...field }, { onFiles, largest, ...control }] = splitField(props);
  const [files, setFiles] = useState<File[]>([]);
  const tooLarge = largest === undefined ? undefined : files.find((file) => file.size > largest);
  const refusal = tooLarge
    ? words('parts.file_too_large', { name: tooLarge.name, size: fileSize(largest ?? 0) })
    : undefined;
  return (
    <Field {...field} error={error ?? refusal}>
      {(aria) => (
        <div className="file-field">
          <input
            {...control}
            {...aria}
            type="file"
            className="file-field-control"
            onChange={(event) => {
              const given = [...(event.currentTarget.files ?? [])];
              setFiles(given);
              if (largest === undefined || given.every((file) => file.size <= largest)) onFiles(given);
            }}
          />
          <span className="file-field-names" aria-live="polite">
            {files.length === 0
              ? words('parts.file_drop')
              : files.map((file) => `${file.name}, ${fileSize(file.size)}`).join('; ')}
          </span>
        </div>
      )}
    </Field>
  );
}
