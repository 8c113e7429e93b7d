/** A field for a figure: reads what people type, writes it as books do once they leave it. */
import { type ComponentPropsWithRef, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { count, money, parseFigure, quantity, unitPrice } from '../format/figures.ts';
import { Field, type FieldProps, splitField } from './field.tsx';

export type FigureKind = 'money' | 'price' | 'quantity' | 'percent' | 'whole';

const KINDS: Record<
  FigureKind,
  { decimals: number; write: (value: number) => string; before?: string; after?: string }
> = {
  money: { decimals: 2, write: (value) => money(value), before: '₹' },
  price: { decimals: 4, write: unitPrice, before: '₹' },
  quantity: { decimals: 3, write: (value) => quantity(value) },
  percent: { decimals: 3, write: (value) => quantity(value), after: '%' },
  whole: { decimals: 0, write: count },
};

export type NumberFieldProps = FieldProps &
  Omit<ComponentPropsWithRef<'input'>, 'id' | 'className' | 'value' | 'defaultValue' | 'onChange' | 'type'> & {
    kind: FigureKind;
    /** Rupees, units or percent; null when the field is empty. */
    value: number | null;
    /** Told at each key: the figure, null for an empty field, NaN for what is no figure (the checker says so in words). */
    onChange: (value: number | null) => void;
    /** Printed at the end of the field, e.g. `KGS`. */
    unit?: string | undefined;
    decimals?: number | undefined;
  };

export function NumberField(props: NumberFieldProps): ReactNode {
  const [field, { kind, value, onChange, unit, decimals, onBlur, onFocus, ...control }] = splitField(props);
  const { write, before, after, ...own } = KINDS[kind];
  const places = decimals ?? own.decimals;
  const [typed, setTyped] = useState<string | null>(null);
  const [unread, setUnread] = useState('');
  const entered = useRef<HTMLInputElement>(null);
  const isEntered = typed !== null;
  // Before the next key is read, however slow the machine: what is typed must not be marked in its midst.
  useLayoutEffect(() => {
    if (isEntered) entered.current?.select();
  }, [isEntered]);
  const shown = value === null ? '' : Number.isNaN(value) ? unread : write(value);
  const suffix = unit ?? after;
  return (
    <Field {...field}>
      {(aria) => (
        <span className="control-frame">
          {before ? <span className="control-unit">{before}</span> : null}
          <input
            autoComplete="off"
            {...control}
            {...aria}
            className="control control-figure"
            inputMode={places === 0 ? 'numeric' : 'decimal'}
            value={typed ?? shown}
            onFocus={(event) => {
              // The bare figure, whole and marked: the first key replaces it, an arrow goes into it.
              setTyped(value === null || Number.isNaN(value) ? shown : String(value));
              entered.current = event.currentTarget;
              onFocus?.(event);
            }}
            onPointerDown={() => {
              entered.current = null;
            }}
            onPointerUp={({ currentTarget: { selectionStart, selectionEnd } }) => {
              // The press that entered the field has put the caret where it fell.
              if (selectionStart === selectionEnd) entered.current?.select();
            }}
            onChange={(event) => {
              const text = event.currentTarget.value;
              setTyped(text);
              setUnread(text);
              onChange(text.trim() === '' ? null : (parseFigure(text, places) ?? Number.NaN));
            }}
            onBlur={(event) => {
              setTyped(null);
              entered.current = null;
              onBlur?.(event);
            }}
          />
          {suffix ? <span className="control-unit">{suffix}</span> : null}
        </span>
      )}
    </Field>
  );
}
