/** The period of a page: F2 opens it; presets with their dates, or two typed dates. */
// biome-ignore-all lint/a11y/useSemanticElements: two columns with dates are no select
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { day, span } from '../format/days.ts';
import { parseDay } from '../format/typed_days.ts';
import { Pop } from '../pop/pop.tsx';
import { useWords, type Words } from '../words/words.tsx';
import {
  type DayRange,
  isPreset,
  type Period,
  type PeriodCalendar,
  PRESETS,
  type Preset,
  periodOf,
  periodWords,
  rangeOf,
} from './presets.ts';
import './period_picker.css';

export interface PeriodPickerProps {
  /** As it stands in the URL. */
  period: Period;
  onPeriod(period: Period): void;
  calendar: PeriodCalendar;
  /** Whether its key was pressed before it was there. */
  isOpenAtFirst?: boolean;
  /** False where another picker of the page has F2. */
  hasKey?: boolean;
}

/** The days of a period as text; empty when it has no ends. */
export function rangeText(range: DayRange | null, words: Words): string {
  if (!range || (!range.from && !range.to)) return '';
  if (range.from && range.to) return span(range.from, range.to);
  return range.from
    ? words('period.since', { day: day(range.from) })
    : words('period.until', { day: day(range.to ?? '') });
}

export function PeriodPicker(props: PeriodPickerProps): ReactNode {
  const { period, onPeriod, calendar, hasKey = true, isOpenAtFirst = false } = props;
  const words = useWords();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  useEffect(() => {
    if (!hasKey) return;
    const listen = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'F2' || event.defaultPrevented) return;
      event.preventDefault();
      setOpen((now) => !now);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [hasKey]);
  const { key, values } = periodWords(period, calendar);
  const dates = rangeText(rangeOf(period, calendar), words);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="period-button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="period-unseen">{words('period.button')} </span>
        {isPreset(period) ? (
          <>
            {words(key, values)} {dates ? <span className="period-button-dates">· {dates}</span> : null}
          </>
        ) : (
          dates
        )}
        {hasKey ? <kbd>F2</kbd> : null}
      </button>
      {isOpen ? (
        <Pop anchor={button} label={words('period.choose')} onClose={() => setOpen(false)} className="period-pop">
          <Choices
            {...{ period, calendar }}
            choose={(chosen) => {
              setOpen(false);
              onPeriod(chosen);
            }}
            close={() => setOpen(false)}
          />
        </Pop>
      ) : null}
    </>
  );
}

interface ChoicesProps {
  period: Period;
  calendar: PeriodCalendar;
  choose(period: Period): void;
  close(): void;
}

/** Where an arrow leads among two columns of presets. */
const STEPS: Record<string, number> = { ArrowDown: 2, ArrowUp: -2, ArrowRight: 1, ArrowLeft: -1 };

function Choices({ period, calendar, choose, close }: ChoicesProps): ReactNode {
  const words = useWords();
  const list = useRef<HTMLDivElement>(null);
  const from = useRef<HTMLInputElement>(null);
  const typed = useRef({ text: '', at: 0 });
  const label = (preset: Preset): string => {
    const { key, values } = periodWords(preset, calendar);
    return words(key, values);
  };
  const start = isPreset(period) ? PRESETS.indexOf(period) : 0;

  function toTyping(first: string): void {
    const input = from.current;
    if (!input) return;
    input.focus();
    input.value = first;
  }

  function onKeyDown(event: KeyboardEvent): void {
    const options = [...(list.current?.querySelectorAll<HTMLElement>('[role=option]') ?? [])];
    const now = options.indexOf(document.activeElement as HTMLElement);
    const isFresh = event.timeStamp - typed.current.at > 800;
    if (event.key === 'F2') {
      event.preventDefault();
      close();
    } else if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    } else if (STEPS[event.key] !== undefined || event.key === 'Home' || event.key === 'End') {
      event.preventDefault();
      const step = STEPS[event.key] ?? 0;
      const to = event.key === 'Home' ? 0 : event.key === 'End' ? options.length - 1 : now + step;
      if (to >= options.length) from.current?.focus();
      else options[Math.max(0, to)]?.focus();
    } else if (/^\d$/.test(event.key)) {
      // A digit begins a date.
      event.preventDefault();
      toTyping(event.key);
    } else if (event.key.length === 1 && !(event.key === ' ' && isFresh)) {
      event.preventDefault();
      typed.current = { text: (isFresh ? '' : typed.current.text) + event.key.toLowerCase(), at: event.timeStamp };
      const turned = isFresh ? [...options.slice(now + 1), ...options.slice(0, now + 1)] : options;
      turned.find((option) => option.dataset.label?.startsWith(typed.current.text))?.focus();
    }
  }

  return (
    <>
      <div
        ref={list}
        role="listbox"
        tabIndex={-1}
        aria-label={words('period.choose')}
        className="period-presets"
        onKeyDown={onKeyDown}
      >
        {PRESETS.map((preset, index) => (
          <button
            key={preset}
            type="button"
            role="option"
            aria-selected={preset === period}
            data-autofocus={index === start || undefined}
            data-label={label(preset).toLowerCase()}
            tabIndex={index === start ? 0 : -1}
            className="pop-item period-preset"
            onClick={() => choose(preset)}
          >
            <span>{label(preset)}</span>
            <small>{rangeText(rangeOf(preset, calendar), words)}</small>
          </button>
        ))}
      </div>
      <Custom {...{ period, calendar, choose, close, from }} />
    </>
  );
}

function Custom({
  period,
  calendar,
  choose,
  close,
  from,
}: ChoicesProps & { from: React.RefObject<HTMLInputElement | null> }): ReactNode {
  const words = useWords();
  const faultId = useId();
  const [fault, setFault] = useState<{ end: 'from' | 'to'; text: string } | null>(null);
  const range = isPreset(period) ? null : rangeOf(period, calendar);

  function apply(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const ends: DayRange = { from: null, to: null };
    for (const end of ['from', 'to'] as const) {
      const text = String(form.get(end)).trim();
      const read = text === '' ? null : parseDay(text, calendar.today);
      if (text !== '' && !read) {
        refuse(event.currentTarget, end, words('period.no_date', { typed: text }));
        return;
      }
      ends[end] = read;
    }
    if (ends.from && ends.to && ends.from > ends.to) {
      refuse(event.currentTarget, 'to', words('period.crossed'));
      return;
    }
    choose(periodOf(ends));
  }

  function refuse(form: HTMLFormElement, end: 'from' | 'to', text: string): void {
    setFault({ end, text });
    form.querySelector<HTMLInputElement>(`[name=${end}]`)?.focus();
  }

  return (
    <form
      className="period-custom"
      onSubmit={apply}
      autoComplete="off"
      onKeyDown={(event) => {
        if (event.key === 'F2') {
          event.preventDefault();
          close();
        }
      }}
    >
      <span>{words('period.custom')}</span>
      {(['from', 'to'] as const).map((end) => (
        <label key={end}>
          {words(`period.${end}`)}
          <input
            name={end}
            ref={end === 'from' ? from : undefined}
            defaultValue={range?.[end] ? day(range[end]) : ''}
            placeholder={words('period.example')}
            aria-invalid={fault?.end === end || undefined}
            aria-describedby={fault?.end === end ? faultId : undefined}
          />
        </label>
      ))}
      <button type="submit" className="period-show">
        {words('period.show')} <kbd>Enter</kbd>
      </button>
      {fault ? (
        <p id={faultId} role="alert" className="period-fault">
          {fault.text}
        </p>
      ) : null}
    </form>
  );
}
