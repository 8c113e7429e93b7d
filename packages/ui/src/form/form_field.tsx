/** One field of a form: the control that its schema wants, with the value that the form holds. */
import { lazy, type ReactNode, Suspense } from 'react';
import { Checkbox, RadioGroup, Switch } from '../parts/choice_field.tsx';
import { ComboBox, type Option } from '../parts/combo_box.tsx';
import type { WeekDay } from '../parts/date_field.tsx';
import { NumberField } from '../parts/number_field.tsx';
import { type Choice, Select, TextArea, TextField } from '../parts/text_field.tsx';
import type { FieldValue } from './check.ts';
import { decimalsOf, type FieldKind, type FieldSchema, kindOf } from './schema.ts';

/** Few forms have a colour, and not many a day. */
const DateField = lazy(() => import('../parts/date_field.tsx').then((part) => ({ default: part.DateField })));
const ColourField = lazy(() => import('../parts/colour_field.tsx').then((part) => ({ default: part.ColourField })));

/** What a screen says about a field; everything else stands in the schema. */
export interface FormField {
  name: string;
  label: string;
  hint?: string;
  /** Another control than the schema suggests. */
  kind?: FieldKind;
  /** The words of the schema's `enum`. Up to four are all seen at once when `open`. */
  choices?: readonly Choice[];
  open?: boolean;
  /** The first line of a choice that may be left out. */
  none?: string;
  /** Finds the records that a `ref` may name. */
  find?: (typed: string, signal: AbortSignal) => Promise<readonly Option[]>;
  onCreate?: (typed: string) => void;
  unit?: string;
  placeholder?: string;
  autoComplete?: string;
  disabled?: boolean;
  /** Takes the whole width. */
  wide?: boolean;
  /** A list of rows with these fields, and the words of the button that adds one. */
  rows?: readonly FormField[];
  add?: string;
}

export interface FormFieldProps {
  field: FormField;
  schema: FieldSchema;
  required: boolean;
  value: FieldValue;
  error: string | undefined;
  onChange: (value: FieldValue) => void;
  onBlur: () => void;
  /** Today and the first day of the week of the organisation. */
  today: string;
  weekStart: WeekDay;
}

const INPUTS: Partial<Record<FieldKind, { type: string; inputMode?: 'tel' | 'email'; spellCheck?: boolean }>> = {
  email: { type: 'email', inputMode: 'email', spellCheck: false },
  phone: { type: 'tel', inputMode: 'tel' },
  password: { type: 'password', spellCheck: false },
};

export function FormFieldControl(props: FormFieldProps): ReactNode {
  const { field, schema, required, value, error, onChange, onBlur, today, weekStart } = props;
  const { name, label, hint, kind = kindOf(schema), choices = [], disabled = false } = field;
  const common = { label, hint, error, required, name, disabled, onBlur };
  const text = typeof value === 'string' ? value : '';
  switch (kind) {
    case 'money':
    case 'price':
    case 'quantity':
    case 'percent':
    case 'whole': {
      const figure = typeof value === 'number' ? value : null;
      const decimals = decimalsOf(schema);
      return <NumberField {...common} {...{ kind, decimals, onChange }} value={figure} unit={field.unit} />;
    }
    case 'tick':
    case 'switch': {
      const Part = kind === 'tick' ? Checkbox : Switch;
      return (
        <Part
          {...{ label, hint, error, name, disabled, onBlur }}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    }
    case 'choice': {
      if (field.open)
        return (
          <RadioGroup {...{ label, hint, error, required, name, choices, disabled }} value={text} onChange={onChange} />
        );
      // Nothing is chosen for people: a choice that must be made begins empty.
      const none = field.none ?? (required && text !== '' ? undefined : '–');
      return (
        <Select
          {...common}
          choices={choices}
          none={none}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    }
    case 'ref': {
      const option = value !== null && typeof value === 'object' && 'id' in value ? value : null;
      const { find = async () => [], onCreate, placeholder } = field;
      return (
        <ComboBox
          {...{ label, hint, error, required, disabled, onBlur, find, onChange }}
          {...(onCreate ? { onCreate } : {})}
          {...(placeholder ? { placeholder } : {})}
          value={option}
        />
      );
    }
    case 'day':
      return (
        <Suspense>
          <DateField {...common} {...{ today, weekStart, onChange }} value={text} />
        </Suspense>
      );
    case 'colour':
      return (
        <Suspense>
          <ColourField {...common} value={text} onChange={onChange} />
        </Suspense>
      );
    case 'long':
      return (
        <TextArea
          {...common}
          value={text}
          placeholder={field.placeholder}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return (
        <TextField
          {...common}
          {...INPUTS[kind]}
          value={text}
          placeholder={field.placeholder}
          autoComplete={field.autoComplete ?? 'off'}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
