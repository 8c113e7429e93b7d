/** A week of a dental clinic, and with `?by=chair` one day by chairs. */
import { type ReactNode, useState } from 'react';
import { Board } from '../src/board/board.tsx';
import type { BoardColumn, BoardEvent } from '../src/board/board_rules.ts';
import { numbers } from './ledger_data.ts';

const HOURS = [
  { from: 540, to: 780 },
  { from: 840, to: 1050 },
];
const WEEK: readonly BoardColumn[] = [
  'Mon 16 Nov',
  'Tue 17 Nov',
  'Wed 18 Nov',
  'Thu 19 Nov',
  'Fri 20 Nov',
  'Sat 21 Nov',
  'Sun 22 Nov',
].map((label, index) => ({
  key: `day-${index}`,
  label,
  isToday: index === 5,
  hours: index === 6 ? [] : HOURS,
}));
const CHAIRS: readonly BoardColumn[] = ['Chair 1 · Dr Rao', 'Chair 2 · Dr Iyer', 'Chair 3 · Hygienist'].map(
  (label, index) => ({ key: `day-${index}`, label, hours: HOURS }),
);
const PEOPLE = [
  ['Asha Rao', 'Root canal', 'brand', 'booked'],
  ['Lakshmi N', 'Consultation', 'good', 'arrived'],
  ['Imran Shaikh', 'Scaling', 'wait', 'to be confirmed'],
  ['Joseph K', 'Crown fitting', 'brand', 'booked'],
  ['Harpreet S', 'X-ray and plan', 'good', 'done'],
] as const;

function week(): BoardEvent[] {
  const next = numbers(3);
  return WEEK.flatMap(({ key }) => {
    let at = 540;
    return Array.from({ length: 7 }, (_, index) => {
      const [title, note, tone, state] = PEOPLE[Math.floor(next() * PEOPLE.length)] ?? PEOPLE[0];
      const start = at;
      const minutes = 30 + Math.floor(next() * 3) * 15;
      at += minutes + Math.floor(next() * 4) * 15 - 15;
      return {
        id: `${key}-${index}`,
        column: key,
        start,
        end: start + minutes,
        title,
        note,
        tone,
        state,
        fixed: state === 'done',
      };
    });
  });
}

export function BoardPage(): ReactNode {
  const [events, setEvents] = useState(week);
  const [said, setSaid] = useState('');
  const byChair = new URLSearchParams(location.search).get('by') === 'chair';
  return (
    <div className="gallery-ledger">
      <div className="gallery-rest">
        <Board
          label="Appointments"
          columns={byChair ? CHAIRS : WEEK}
          events={events}
          span={{ from: 480, to: 1080, step: 15 }}
          now={{ column: 'day-5', minute: 697 }}
          onOpen={(event) => setSaid(`open ${event.id}`)}
          onMove={(event, place) => {
            setSaid(`${event.id} ${place.column} ${place.start}-${place.end}`);
            setEvents((now) => now.map((one) => (one.id === event.id ? { ...one, ...place } : one)));
          }}
          onCreate={(place) => setSaid(`new ${place.column} ${place.start}-${place.end}`)}
        />
      </div>
      <output className="gallery-said">{said}</output>
    </div>
  );
}
