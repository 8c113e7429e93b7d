/** A dialog that finds by a few letters: the field keeps the focus, the arrows go through the lines, Enter takes one. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { Dialog } from './dialog.tsx';
import './finder.css';

export interface FinderLine {
  id: string;
  title: string;
  /** Said beside it: what it is, or what tells it from others. */
  note: string;
  run(): void;
}

export interface FinderProps {
  title: string;
  /** What the lines are called, for readers. */
  label: string;
  /** Said when there is no line. */
  nothing: string;
  q: string;
  onQ(q: string): void;
  lines: readonly FinderLine[];
  onClose(): void;
}

export function Finder({ title, label, nothing, q, onQ, lines, onClose }: FinderProps): ReactNode {
  const list = useId();
  const [at, setAt] = useState(0);
  const current = Math.min(at, lines.length - 1);
  useEffect(() => {
    document.getElementById(`${list}-${current}`)?.scrollIntoView({ block: 'nearest' });
  }, [list, current]);
  const choose = (line: FinderLine | undefined): void => {
    if (!line) return;
    onClose();
    line.run();
  };
  const hear = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((current + step + lines.length) % Math.max(lines.length, 1));
    else if (event.key === 'Enter') choose(lines[current]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog open onClose={onClose} title={title}>
      <input
        className="control"
        role="combobox"
        aria-label={title}
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={lines[current] ? `${list}-${current}` : undefined}
        autoComplete="off"
        autoFocus
        value={q}
        onChange={(event) => {
          onQ(event.target.value);
          setAt(0);
        }}
        onKeyDown={hear}
      />
      <div id={list} role="listbox" aria-label={label} className="finder">
        {lines.map((line, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard by the field, which keeps the focus
          <div
            key={line.id}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            className="finder-line"
            onClick={() => choose(line)}
          >
            <span>{line.title}</span> <span className="dim">{line.note}</span>
          </div>
        ))}
      </div>
      {lines.length === 0 ? <p role="status">{nothing}</p> : null}
    </Dialog>
  );
}
