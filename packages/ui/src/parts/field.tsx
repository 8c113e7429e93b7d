/** What every field has: its label, what helps to fill it in, and what is wrong with it, tied together for readers. */
import { type ReactNode, useId } from 'react';
import { useWords } from '../words/words.tsx';
import './field.css';

export interface FieldProps {
  label: string;
  /** What to give, for those who wonder. */
  hint?: string | undefined;
  /** What is wrong and what to do, as a sentence. */
  error?: string | undefined;
  required?: boolean | undefined;
  /** The label is for readers alone: the place says to the eye what the field is. */
  hideLabel?: boolean | undefined;
  className?: string | undefined;
}

/** What the control of a field carries so that label, hint and error belong to it. */
export interface FieldAria {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  'aria-required': true | undefined;
}

export function Field({
  label,
  hint,
  error,
  required,
  hideLabel,
  className = '',
  children,
}: FieldProps & { children: (aria: FieldAria) => ReactNode }): ReactNode {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={`field ${className}`.trim()} data-invalid={error ? '' : undefined}>
      <label className={hideLabel ? 'visually-hidden' : 'field-label'} htmlFor={id}>
        {label}
        {required ? <RequiredMark /> : null}
      </label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
        'aria-required': required ? true : undefined,
      })}
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  );
}

/** Hint and error below a control. */
export function FieldNotes({ id, hint, error }: { id: string } & Pick<FieldProps, 'hint' | 'error'>): ReactNode {
  return (
    <>
      {hint ? (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
    </>
  );
}

/** What is wrong with a form and with none of its fields. */
export function Refusal({ text }: { text: string | null }): ReactNode {
  return text ? (
    <p className="field-error" role="alert">
      {text}
    </p>
  ) : null;
}

/** Says in a word that a field must be filled in; the control itself tells readers. */
export function RequiredMark(): ReactNode {
  const words = useWords();
  return (
    <span className="field-required" aria-hidden="true">
      {words('parts.required')}
    </span>
  );
}

/** Divides the props of a field from those of its control. */
export function splitField<P extends FieldProps>(props: P): [FieldProps, Omit<P, keyof FieldProps>] {
  const { label, hint, error, required, hideLabel, className, ...control } = props;
  return [{ label, hint, error, required, hideLabel, className }, control];
}
