/** A field for a colour: as a code that can be pasted, and as a swatch that opens the system's own choice. */

import { formatHex, isHex, parseHex } from '@tenantry/brand/oklch.ts';
import type { ReactNode } from 'react';
import { useWords } from '../words/words.tsx';
import { Field, type FieldProps, splitField } from './field.tsx';
import './colour_field.css';

export type ColourFieldProps = FieldProps & {
  /** `#rrggbb`, or whatever was typed so far. */
  value: string;
  onChange: (value: string) => void;
  name?: string;
  disabled?: boolean;
  onBlur?: () => void;
};

export function ColourField(props: ColourFieldProps): ReactNode {
  const words = useWords();
  const [field, { value, onChange, name, disabled, onBlur }] = splitField(props);
  const colour = isHex(value) ? formatHex(parseHex(value)) : '#808080';
  return (
    <Field {...field}>
      {(aria) => (
        <span className="control-frame colour-field">
          <input
            {...aria}
            className="control"
            name={name}
            value={value}
            disabled={disabled}
            maxLength={7}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => {
              const typed = event.currentTarget.value.trim();
              onChange(/^[0-9a-f]{6}$/i.test(typed) ? `#${typed}` : typed);
            }}
            onBlur={onBlur}
          />
          <input
            type="color"
            className="colour-field-swatch"
            aria-label={words('parts.colour_choose', { label: field.label })}
            value={colour}
            disabled={disabled}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        </span>
      )}
    </Field>
  );
}
