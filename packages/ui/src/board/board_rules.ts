/** The rules of the board: what stands beside what, where an event may go, and how a time is read off a place. */

export interface BoardEvent {
  id: string;
  /** The column's key: a day, a chair, a machine. */
  column: string;
  /** Minutes of the day. */
  start: number;
  end: number;
  title: string;
  /** Said after the title. */
  note?: string;
  /** What state it is in, in words; the edge repeats it as a colour. */
  state?: string;
  tone?: 'brand' | 'good' | 'wait' | 'bad' | 'dim';
  /** It stays where it is. */
  fixed?: boolean;
}

export interface BoardColumn {
  key: string;
  label: string;
  isToday?: boolean;
  /** When work is done, minutes of the day; outside it is shaded. None given: all of it. */
  hours?: readonly { from: number; to: number }[];
}

/** The piece of the day that is shown, minutes. */
export interface BoardSpan {
  from: number;
  to: number;
  /** Events move and grow by this. */
  step: number;
}

/** Where an event is or goes. */
export interface BoardPlace {
  column: string;
  start: number;
  end: number;
}

export interface PlacedEvent {
  event: BoardEvent;
  /** Which of the lanes, from 0. */
  lane: number;
  lanes: number;
}

/** Events of one column side by side where they overlap; one that ends as another begins does not overlap it. */
export function placeEvents(events: readonly BoardEvent[]): PlacedEvent[] {
  const sorted = [...events].sort(
    (one, other) => one.start - other.start || other.end - one.end || one.id.localeCompare(other.id),
  );
  const placed: PlacedEvent[] = [];
  let group: { event: BoardEvent; lane: number }[] = [];
  let ends: number[] = [];
  const close = (): void => {
    placed.push(...group.map((one) => ({ ...one, lanes: ends.length })));
    group = [];
    ends = [];
  };
  for (const event of sorted) {
    if (ends.length > 0 && ends.every((end) => end <= event.start)) close();
    const free = ends.findIndex((end) => end <= event.start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = event.end;
    group.push({ event, lane });
  }
  close();
  return placed;
}

/** The place so many columns and minutes away; its length is kept, and it stays on the board. */
export function moved(
  place: BoardPlace,
  by: { columns: number; minutes: number },
  columns: readonly BoardColumn[],
  span: BoardSpan,
): BoardPlace {
  const at = columns.findIndex(({ key }) => key === place.column);
  const column = columns[Math.max(0, Math.min(columns.length - 1, at + by.columns))]?.key ?? place.column;
  const minutes = place.end - place.start;
  const start = Math.max(span.from, Math.min(span.to - minutes, place.start + by.minutes));
  return { column, start, end: start + minutes };
}

/** The place with another end: at least one step long, at most to the end of the board. */
export function resized(place: BoardPlace, byMinutes: number, span: BoardSpan): BoardPlace {
  const end = Math.max(place.start + span.step, Math.min(span.to, place.end + byMinutes));
  return { ...place, end };
}

/** The time at a height of the board, on the step before it. */
export function minuteAt(share: number, span: BoardSpan): number {
  const minute = span.from + share * (span.to - span.from);
  return Math.max(span.from, Math.min(span.to - span.step, Math.floor(minute / span.step) * span.step));
}

/** The pieces of a column that lie outside of working hours. */
export function shades(column: BoardColumn, span: BoardSpan): { from: number; to: number }[] {
  if (!column.hours) return [];
  const pieces: { from: number; to: number }[] = [];
  let at = span.from;
  for (const { from, to } of [...column.hours].sort((one, other) => one.from - other.from)) {
    if (from > at) pieces.push({ from: at, to: Math.min(from, span.to) });
    at = Math.max(at, to);
  }
  if (at < span.to) pieces.push({ from: at, to: span.to });
  return pieces.filter(({ from, to }) => to > from);
}

/** `09:30`. */
export function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

export function samePlace(one: BoardPlace, other: BoardPlace): boolean {
  return one.column === other.column && one.start === other.start && one.end === other.end;
}
