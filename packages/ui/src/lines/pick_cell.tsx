// biome-ignore-all lint/a11y/useSemanticElements: a select neither searches nor fills other cells
// biome-ignore-all lint/a11y/useFocusableInteractive: the input has the focus and names the active choice
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the input has the keys
/** A cell in which something is looked for and chosen, e.g. a product, or offered beside figures; the choice fills its line. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useWords } from '../words/words.tsx';
import { type CellProps, keyboardOf } from './line_row.tsx';
import type { LineChoice } from './line_store.ts';

/** So long nothing more is typed before it is searched for. */
const PAUSE_MS = 120;

export function PickCell({ column, line, lineKey, store, readOnly, label, fault, onPaste }: CellProps): ReactNode {
  const words = useWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const [found, setFound] = useState<readonly LineChoice[] | 'failed' | null>(null);
  const [active, setActive] = useState(0);
  const search = column.search;
  const choices = Array.isArray(found) ? (found as readonly LineChoice[]) : [];
  /** Of a figure something is offered, and not asked for: nothing is chosen until somebody moves to it or types of it. */
  const isOffered = column.kind !== 'pick';
  const isOpen = asked !== null && found !== null && !(isOffered && choices.length === 0);

  useEffect(() => {
    if (asked === null || !search) return;
    const abort = new AbortController();
    const pause = setTimeout(async () => {
      try {
        const answer = await search(asked, abort.signal);
        if (abort.signal.aborted) return;
        setFound(answer);
        setActive(isOffered && !asked ? -1 : 0);
      } catch {
        if (!abort.signal.aborted) setFound('failed');
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(pause);
      abort.abort();
    };
  }, [asked, search, isOffered]);

  useLayoutEffect(() => {
    if (!isOpen || !list.current || !input.current) return;
    const box = input.current.getBoundingClientRect();
    list.current.showPopover();
    const { height } = list.current.getBoundingClientRect();
    const isBelow = box.bottom + height < window.innerHeight;
    list.current.style.left = `${box.left}px`;
    list.current.style.top = `${isBelow ? box.bottom : box.top - height}px`;
    list.current.style.minWidth = `${box.width}px`;
  });

  function close(): void {
    setAsked(null);
    setFound(null);
  }
  function choose(choice: LineChoice): void {
    // Drawn before the focus goes on: the next cell is marked with what it was filled with, and typing replaces it.
    flushSync(() => {
      store.fill(lineKey, choice.fills);
      close();
    });
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (!isOpen) {
      if (event.key === 'ArrowDown' && event.altKey) {
        event.preventDefault();
        setAsked(line[column.key] ?? '');
      }
      return;
    }
    const chosen = choices[active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      const from = active < 0 && by < 0 ? 0 : active;
      setActive((from + by + choices.length) % Math.max(1, choices.length));
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Enter' && chosen) {
      // It goes on to the next cell like any Enter.
      choose(chosen);
    } else if (event.key === 'Enter' || event.key === 'Tab') close();
  }

  return (
    <>
      <input
        ref={input}
        data-cell={`${lineKey}/${column.key}`}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && choices[active] ? `${id}-${active}` : undefined}
        aria-label={fault ? `${label}: ${fault}` : label}
        aria-invalid={fault ? true : undefined}
        title={fault}
        readOnly={readOnly}
        inputMode={keyboardOf(column.kind)}
        autoComplete="off"
        value={line[column.key] ?? ''}
        onClick={() => {
          if (isOffered && !readOnly) setAsked('');
        }}
        onChange={(event) => {
          store.set(lineKey, column.key, event.target.value);
          setAsked(event.target.value);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
        onPaste={(event) => onPaste(event, column.key)}
      />
      {isOpen ? (
        <div ref={list} id={id} popover="manual" role="listbox" aria-label={label} className="pop line-grid-choices">
          {choices.map((choice, index) => (
            <div
              key={choice.key}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              className="pop-item"
              data-active={index === active || undefined}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(choice)}
            >
              <span>{choice.label}</span>
              {choice.note ? <small>{choice.note}</small> : null}
            </div>
          ))}
          {choices.length === 0 ? (
            <div role="option" aria-selected="false" aria-disabled="true" className="pop-item">
              {words(found === 'failed' ? 'lines.search_failed' : 'lines.nothing_found')}
            </div>
          ) : null}
        </div>
      ) : null}
    </>
  );
}
