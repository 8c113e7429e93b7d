// biome-ignore-all lint/a11y/noStaticElementInteractions: an empty slot is a short cut; the way by keys is the button that makes a new one
// biome-ignore-all lint/a11y/useKeyWithClickEvents: see above
/** A week or a set of resources as columns, time downwards: events are moved by keys, by menu, or by dragging. */
import { type CSSProperties, type MouseEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { useWords } from '../words/words.tsx';
import { BoardCard } from './board_card.tsx';
import {
  type BoardColumn,
  type BoardEvent,
  type BoardPlace,
  type BoardSpan,
  clock,
  minuteAt,
  placeEvents,
  shades,
} from './board_rules.ts';
import './board.css';

/** Fills the height of its container and scrolls within it. On a phone one column is shown at a time. */
export interface BoardProps {
  label: string;
  columns: readonly BoardColumn[];
  events: readonly BoardEvent[];
  span: BoardSpan;
  /** Where the line of the present stands. */
  now?: { column: string; minute: number };
  onOpen(event: BoardEvent): void;
  /** Called once the event is put down. The board shows what `events` says: a refused move is back by itself. */
  onMove?(event: BoardEvent, place: BoardPlace): void;
  /** A free slot was pressed. */
  onCreate?(place: BoardPlace): void;
}

const PHONE_PX = 640;
const AXIS_PX = 52;

export function Board({ label, columns, events, span, now, onOpen, onMove, onCreate }: BoardProps): ReactNode {
  const words = useWords();
  const root = useRef<HTMLDivElement>(null);
  const [isPhone, setPhone] = useState(false);
  const [single, setSingle] = useState(() =>
    Math.max(
      0,
      columns.findIndex(({ isToday }) => isToday),
    ),
  );
  const [said, setSaid] = useState('');
  useLayoutEffect(() => {
    const box = root.current;
    if (!box) return;
    const measure = (): void => setPhone(box.clientWidth < PHONE_PX);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  const at = Math.min(single, columns.length - 1);
  const shown = isPhone ? columns.slice(at, at + 1) : columns;
  const hours = Array.from({ length: Math.ceil((span.to - span.from) / 60) }, (_, index) => span.from + index * 60);
  const share = (minute: number): string => `${((minute - span.from) / (span.to - span.from)) * 100}%`;

  function create(event: MouseEvent<HTMLElement>, column: string): void {
    if (event.target !== event.currentTarget) return;
    const box = event.currentTarget.getBoundingClientRect();
    const start = minuteAt((event.clientY - box.top) / box.height, span);
    onCreate?.({ column, start, end: Math.min(span.to, start + span.step * 2) });
  }

  const style = {
    '--board-columns': shown.length,
    '--board-axis': `${AXIS_PX}px`,
    '--board-hours': hours.length,
  } as CSSProperties;
  return (
    <section ref={root} className="board" aria-label={label} style={style}>
      {isPhone ? (
        <div className="board-turn">
          <button type="button" disabled={at === 0} onClick={() => setSingle(at - 1)}>
            {words('board.previous')}
          </button>
          <strong>{columns[at]?.label}</strong>
          <button type="button" disabled={at === columns.length - 1} onClick={() => setSingle(at + 1)}>
            {words('board.next')}
          </button>
        </div>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys */}
      <div className="board-scroll" tabIndex={0}>
        <div className="board-head">
          <span />
          {shown.map((column) => (
            <h3
              key={column.key}
              data-today={column.isToday || undefined}
              aria-current={column.isToday ? 'date' : undefined}
            >
              {column.label}
            </h3>
          ))}
        </div>
        <div className="board-body">
          <div className="board-axis" aria-hidden="true">
            {hours.map((hour) => (
              <span key={hour} style={{ top: share(hour) }}>
                {clock(hour)}
              </span>
            ))}
          </div>
          {shown.map((column) => (
            <div
              key={column.key}
              className="board-column"
              data-column={column.key}
              onClick={(event) => create(event, column.key)}
            >
              {shades(column, span).map((piece) => (
                <span
                  key={piece.from}
                  className="board-shade"
                  style={{ top: share(piece.from), bottom: `calc(100% - ${share(piece.to)})` }}
                />
              ))}
              <ul aria-label={column.label}>
                {placeEvents(events.filter((event) => event.column === column.key)).map((placed) => (
                  <BoardCard
                    key={placed.event.id}
                    {...{ placed, columns, span, onOpen, share }}
                    say={setSaid}
                    {...(onMove ? { onMove } : {})}
                  />
                ))}
              </ul>
              {now?.column === column.key && now.minute >= span.from && now.minute <= span.to ? (
                <span className="board-now" style={{ top: share(now.minute) }}>
                  <span>{clock(now.minute)}</span>
                </span>
              ) : null}
            </div>
          ))}
        </div>
      </div>
      <div className="board-unseen" role="status">
        {said}
      </div>
    </section>
  );
}
