/** A field that finds one among many: options asked for as people type, and a new one made from what they typed. */
import { lazy, type ReactNode, Suspense } from 'react';
import { type FieldProps, splitField } from './field.tsx';
import { TextField } from './text_field.tsx';

/** The half that works is large: a form shows at once, and this arrives before anybody has read the first label. */
const ComboList = lazy(() => import('./combo_list.tsx'));

export interface Option {
  id: string;
  label: string;
  /** A second thing to tell it by: a GSTIN, a number, a place. */
  note?: string;
}

export type ComboBoxProps = FieldProps & {
  value: Option | null;
  onChange: (option: Option | null) => void;
  /** Finds options for what was typed; called again as people type on, the older answer is dropped. */
  find: (typed: string, signal: AbortSignal) => Promise<readonly Option[]>;
  /** Makes a new one from what was typed; offered as the last line. */
  onCreate?: (typed: string) => void;
  placeholder?: string;
  disabled?: boolean;
  onBlur?: () => void;
  inputRef?: (input: HTMLInputElement | null) => void;
};

export function ComboBox(props: ComboBoxProps): ReactNode {
  const [field, { value, placeholder }] = splitField(props);
  return (
    <Suspense fallback={<TextField {...field} value={value?.label ?? ''} placeholder={placeholder} readOnly />}>
      <ComboList {...props} />
    </Suspense>
  );
}
