/** Fields of text: one line, several lines, and a choice among a few. All are the browser's own. */
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { Field, type FieldProps, splitField } from './field.tsx';

export type TextFieldProps = FieldProps & Omit<ComponentPropsWithRef<'input'>, 'id' | 'className'>;

export function TextField(props: TextFieldProps): ReactNode {
  const [field, control] = splitField(props);
  return (
    <Field {...field}>
      {(aria) => <input type="text" autoComplete="off" {...control} {...aria} className="control" />}
    </Field>
  );
}

export type TextAreaProps = FieldProps & Omit<ComponentPropsWithRef<'textarea'>, 'id' | 'className'>;

export function TextArea(props: TextAreaProps): ReactNode {
  const [field, control] = splitField(props);
  return <Field {...field}>{(aria) => <textarea rows={3} {...control} {...aria} className="control" />}</Field>;
}

export interface Choice {
  value: string;
  label: string;
  hint?: string;
  disabled?: boolean;
}

export type SelectProps = FieldProps &
  Omit<ComponentPropsWithRef<'select'>, 'id' | 'className' | 'children'> & {
    choices: readonly Choice[];
    /** The first line, for nothing chosen. */
    none?: string | undefined;
  };

export function Select(props: SelectProps): ReactNode {
  const [field, { choices, none, ...control }] = splitField(props);
  return (
    <Field {...field}>
      {(aria) => (
        <select {...control} {...aria} className="control">
          {none === undefined ? null : <option value="">{none}</option>}
          {choices.map(({ value, label, disabled }) => (
            <option key={value} value={value} disabled={disabled}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
