/** A field for a day: typed as people type days, or picked from a month. */
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { day } from '../format/days.ts';
import { parseDay } from '../format/typed_days.ts';
import { useWords } from '../words/words.tsx';
import { Field, type FieldProps, splitField } from './field.tsx';

/** Fetched when the first month is opened: typing is the quick way, and needs none of it. */
const DateGrid = lazy(() => import('./date_grid.tsx'));

export type WeekDay = 'sun' | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat';

export type DateFieldProps = FieldProps & {
  /** `2026-11-21`; empty for none. While what stands there is no day, it is what was typed: the checker says so in words. */
  value: string;
  onChange: (value: string) => void;
  /** Today in the organisation's time zone. */
  today: string;
  weekStart?: WeekDay;
  least?: string | undefined;
  most?: string | undefined;
  name?: string;
  disabled?: boolean;
  onBlur?: () => void;
  inputRef?: (input: HTMLInputElement | null) => void;
};

export function DateField(props: DateFieldProps): ReactNode {
  const words = useWords();
  const [field, control] = splitField(props);
  const { value, onChange, today, weekStart = 'mon', least, most, name, disabled, onBlur, inputRef } = control;
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLSpanElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const take = (text: string): void => {
    setTyped(text);
    onChange(text.trim() === '' ? '' : (parseDay(text, today) ?? text));
  };
  return (
    <Field {...field}>
      {(aria) => (
        <span className="control-frame" ref={frame}>
          <input
            {...aria}
            ref={(element) => {
              input.current = element;
              inputRef?.(element);
            }}
            className="control"
            name={name}
            disabled={disabled}
            autoComplete="off"
            placeholder={words('parts.day_example')}
            value={typed ?? day(value)}
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => take(event.currentTarget.value)}
            onBlur={() => {
              setTyped(null);
              onBlur?.();
            }}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown' || !event.altKey) return;
              event.preventDefault();
              setOpen(true);
            }}
          />
          <button
            type="button"
            className="control-opener"
            aria-label={words('parts.show_month', { label: field.label })}
            aria-haspopup="dialog"
            aria-expanded={open}
            disabled={disabled}
            onClick={() => setOpen(true)}
          >
            <span aria-hidden="true">▾</span>
          </button>
          {open ? (
            <Suspense>
              <DateGrid
                label={field.label}
                value={value}
                today={today}
                weekStart={weekStart}
                least={least}
                most={most}
                trigger={frame}
                onClose={() => setOpen(false)}
                onPick={(iso) => {
                  setTyped(null);
                  onChange(iso);
                  setOpen(false);
                  input.current?.focus();
                }}
              />
            </Suspense>
          ) : null}
        </span>
      )}
    </Field>
  );
}
