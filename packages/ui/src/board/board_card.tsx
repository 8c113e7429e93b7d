/** One event on the board: arrows move it, Shift and arrows change its end, Enter puts it down, Esc puts it back; dragging does the same. */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { Menu } from '../pop/menu.tsx';
import { useWords } from '../words/words.tsx';
import {
  type BoardColumn,
  type BoardEvent,
  type BoardPlace,
  type BoardSpan,
  clock,
  moved,
  type PlacedEvent,
  resized,
  samePlace,
} from './board_rules.ts';

export interface BoardCardProps {
  placed: PlacedEvent;
  columns: readonly BoardColumn[];
  span: BoardSpan;
  /** How far down a minute stands, as a share of the column. */
  share(minute: number): string;
  onOpen(event: BoardEvent): void;
  onMove?(event: BoardEvent, place: BoardPlace): void;
  /** Tells those who do not see it. */
  say(text: string): void;
}

const MOVES: Record<string, { columns: number; steps: number }> = {
  ArrowUp: { columns: 0, steps: -1 },
  ArrowDown: { columns: 0, steps: 1 },
  ArrowLeft: { columns: -1, steps: 0 },
  ArrowRight: { columns: 1, steps: 0 },
};
/** A press that moves less is a press. */
const DRAG_PX = 4;

export function BoardCard({ placed, columns, span, share, onOpen, onMove, say }: BoardCardProps): ReactNode {
  const { event, lane, lanes } = placed;
  const words = useWords();
  const button = useRef<HTMLButtonElement>(null);
  const more = useRef<HTMLButtonElement>(null);
  const [pending, setPending] = useState<BoardPlace | null>(null);
  const [isOpen, setOpen] = useState(false);
  const dragged = useRef(false);
  const home: BoardPlace = { column: event.column, start: event.start, end: event.end };
  const place = pending ?? home;
  const mayMove = onMove !== undefined && !event.fixed;

  const labelOf = (key: string): string => columns.find((column) => column.key === key)?.label ?? key;
  const told = (where: BoardPlace): string =>
    words('board.place', { column: labelOf(where.column), from: clock(where.start), to: clock(where.end) });

  function put(where: BoardPlace): void {
    setPending(null);
    if (samePlace(where, home)) return;
    onMove?.(event, where);
    say(words('board.put', { title: event.title, place: told(where) }));
  }
  function show(where: BoardPlace): void {
    setPending(where);
    say(told(where));
  }

  function onKeyDown(stroke: KeyboardEvent): void {
    const move = MOVES[stroke.key];
    if (stroke.ctrlKey || stroke.metaKey || stroke.altKey) return;
    if (move && mayMove) {
      const by = move.steps * span.step;
      show(
        stroke.shiftKey
          ? resized(place, by, span)
          : moved(place, { columns: move.columns, minutes: by }, columns, span),
      );
    } else if (stroke.key === 'Enter' && pending) put(pending);
    else if (stroke.key === 'Escape' && pending) {
      setPending(null);
      say(words('board.put_back', { title: event.title }));
    } else if (stroke.key === '.') setOpen(true);
    else return;
    stroke.preventDefault();
    stroke.stopPropagation();
  }

  /** Follows the pointer; `end` moves only the end of the event. */
  function drag(press: PointerEvent<HTMLElement>, end: boolean): void {
    // A finger scrolls; it has the menu.
    if (!mayMove || press.button !== 0 || press.pointerType === 'touch') return;
    press.stopPropagation();
    const target = press.currentTarget;
    const board = target.closest('.board-body');
    const [startX, startY] = [press.clientX, press.clientY];
    const height = target.closest('.board-column')?.clientHeight ?? 1;
    let where = home;
    dragged.current = false;
    target.setPointerCapture(press.pointerId);
    target.onpointermove = (go) => {
      if (!dragged.current && Math.hypot(go.clientX - startX, go.clientY - startY) < DRAG_PX) return;
      dragged.current = true;
      const minutes = Math.round((((go.clientY - startY) / height) * (span.to - span.from)) / span.step) * span.step;
      const boxes = [...(board?.querySelectorAll<HTMLElement>('.board-column') ?? [])];
      const over = boxes.findIndex(
        (box) => go.clientX >= box.getBoundingClientRect().left && go.clientX < box.getBoundingClientRect().right,
      );
      const to = columns.findIndex((column) => column.key === boxes[over]?.dataset.column);
      const across = to < 0 ? 0 : to - columns.findIndex((column) => column.key === event.column);
      where = end ? resized(home, minutes, span) : moved(home, { columns: across, minutes }, columns, span);
      setPending(where);
    };
    const stop = (): void => {
      target.onpointermove = null;
      target.onpointerup = null;
      target.onpointercancel = null;
    };
    target.onpointerup = () => {
      stop();
      if (dragged.current) put(where);
    };
    target.onpointercancel = () => {
      stop();
      setPending(null);
    };
  }

  const go = (columnsBy: number, minutes: number): void =>
    put(moved(home, { columns: columnsBy, minutes }, columns, span));
  const at = columns.findIndex(({ key }) => key === event.column);
  const shift = pending ? columns.findIndex(({ key }) => key === pending.column) - at : 0;
  return (
    <li
      className="board-card"
      data-tone={event.tone}
      data-short={place.end - place.start <= 30 || undefined}
      data-pending={pending ? true : undefined}
      style={{
        top: share(place.start),
        bottom: `calc(100% - ${share(place.end)})`,
        left: `${(lane / lanes) * 100 + shift * 100}%`,
        width: `${100 / lanes}%`,
      }}
    >
      <button
        ref={button}
        type="button"
        className="board-card-main"
        title={`${clock(event.start)}–${clock(event.end)} ${event.title}${event.note ? ` · ${event.note}` : ''}`}
        onKeyDown={onKeyDown}
        onBlur={() => pending && !dragged.current && put(pending)}
        onPointerDown={(press) => drag(press, false)}
        onContextMenu={(press) => {
          press.preventDefault();
          setOpen(true);
        }}
        onClick={() => {
          if (dragged.current) dragged.current = false;
          else onOpen(event);
        }}
      >
        <b>{clock(place.start)}</b> {event.title}
        {event.note ? ` · ${event.note}` : ''}
        {event.state ? <span className="board-unseen">, {event.state}</span> : null}
      </button>
      {mayMove ? (
        <>
          <button
            ref={more}
            type="button"
            className="board-card-more"
            aria-label={words('board.more', { title: event.title })}
            aria-haspopup="menu"
            onClick={() => setOpen(!isOpen)}
          >
            ⋯
          </button>
          <span className="board-card-end" aria-hidden="true" onPointerDown={(press) => drag(press, true)} />
        </>
      ) : null}
      {isOpen ? (
        <Menu
          anchor={button}
          label={words('board.more', { title: event.title })}
          onClose={() => setOpen(false)}
          items={[
            { key: 'open', label: words('board.open'), keys: 'Enter', run: () => onOpen(event) },
            ...(mayMove
              ? [
                  {
                    key: 'earlier',
                    label: words('board.earlier', { minutes: span.step }),
                    keys: '↑',
                    run: () => go(0, -span.step),
                  },
                  {
                    key: 'later',
                    label: words('board.later', { minutes: span.step }),
                    keys: '↓',
                    run: () => go(0, span.step),
                  },
                  ...columns
                    .filter((_, index) => Math.abs(index - at) === 1)
                    .map((column) => ({
                      key: column.key,
                      label: words('board.to_column', { column: column.label }),
                      keys: columns.indexOf(column) < at ? '←' : '→',
                      run: () => go(columns.indexOf(column) - at, 0),
                    })),
                  {
                    key: 'longer',
                    label: words('board.longer', { minutes: span.step }),
                    keys: 'Shift ↓',
                    run: () => put(resized(home, span.step, span)),
                  },
                  {
                    key: 'shorter',
                    label: words('board.shorter', { minutes: span.step }),
                    keys: 'Shift ↑',
                    run: () => put(resized(home, -span.step, span)),
                  },
                ]
              : []),
          ]}
        />
      ) : null}
    </li>
  );
}
