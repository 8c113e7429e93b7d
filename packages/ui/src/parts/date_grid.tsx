/** A month as a grid of days, with arrows, Page Up and Page Down; fetched only when one is opened. */
import { type CalendarDate, parseDate } from '@internationalized/date';
import type { ReactNode, RefObject } from 'react';
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
} from 'react-aria-components/Calendar';
import { Dialog } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { isDay } from '../format/days.ts';
import { useWords } from '../words/words.tsx';
import type { WeekDay } from './date_field.tsx';
import './date_grid.css';
import './popover.css';

export interface DateGridProps {
  label: string;
  value: string;
  today: string;
  weekStart: WeekDay;
  least?: string | undefined;
  most?: string | undefined;
  trigger: RefObject<HTMLElement | null>;
  onClose: () => void;
  onPick: (iso: string) => void;
}

const toDate = (iso: string | undefined): CalendarDate | null => (iso && isDay(iso) ? parseDate(iso) : null);

export default function DateGrid(props: DateGridProps): ReactNode {
  const { label, value, today, weekStart, least, most, trigger, onClose, onPick } = props;
  const words = useWords();
  const [from, to] = [toDate(least), toDate(most)];
  return (
    <Popover className="popover" triggerRef={trigger} isOpen onOpenChange={onClose} placement="bottom start" offset={2}>
      <Dialog className="date-grid" aria-label={label}>
        <Calendar
          aria-label={label}
          value={toDate(value)}
          defaultFocusedValue={toDate(value) ?? parseDate(today)}
          firstDayOfWeek={weekStart}
          {...(from ? { minValue: from } : {})}
          {...(to ? { maxValue: to } : {})}
          onChange={(picked) => onPick(picked.toString())}
          autoFocus
        >
          <header className="date-grid-head">
            <Button slot="previous" className="date-grid-turn" aria-label={words('parts.previous_month')}>
              <span aria-hidden="true">‹</span>
            </Button>
            <CalendarHeading className="date-grid-title" />
            <Button slot="next" className="date-grid-turn" aria-label={words('parts.next_month')}>
              <span aria-hidden="true">›</span>
            </Button>
          </header>
          <CalendarGrid weekdayStyle="short" className="date-grid-days">
            <CalendarGridHeader>
              {(name) => <CalendarHeaderCell className="date-grid-weekday">{name}</CalendarHeaderCell>}
            </CalendarGridHeader>
            <CalendarGridBody>
              {(date) => (
                <CalendarCell
                  date={date}
                  className={date.toString() === today ? 'date-grid-day date-grid-today' : 'date-grid-day'}
                />
              )}
            </CalendarGridBody>
          </CalendarGrid>
        </Calendar>
      </Dialog>
    </Popover>
  );
}
