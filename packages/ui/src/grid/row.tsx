/** One row of a ledger: a line of cells, or two lines on a phone; it is drawn again only when something of its own changes. */
// biome-ignore-all lint/a11y/useSemanticElements: a table measures all its rows again at each key; these are virtual
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the keys are the grid's
import { type MouseEvent, memo, type ReactNode } from 'react';
import { useWords } from '../words/words.tsx';
import { type CellWords, cellOf, cellText } from './cell.tsx';
import { isRight, type LaidColumn, type PhonePlace } from './columns.ts';

/** What a row can ask of its sheet; the newest is used, a change of it draws nothing. */
export interface RowActs<Row> {
  rowLabel(row: Row): string;
  move(index: number, extend: boolean): void;
  pick(index: number, extend: boolean): void;
  openMenu(at?: { left: number; top: number }): void;
  onOpen?(row: Row): void;
  zone: string;
  columns: readonly { key: string; phone?: PhonePlace }[];
}

export interface SheetRowProps<Row> {
  id: string;
  index: number;
  row: Row;
  laid: readonly LaidColumn<Row>[];
  /** Pixels from the top of the body. */
  top: number;
  isActive: boolean;
  isSelected: boolean;
  isPhone: boolean;
  checks: boolean;
  acts: { readonly current: RowActs<Row> };
}

function same<Row>(before: SheetRowProps<Row>, after: SheetRowProps<Row>): boolean {
  const names: readonly (keyof SheetRowProps<Row>)[] = [
    'id',
    'index',
    'row',
    'laid',
    'top',
    'isActive',
    'isSelected',
    'isPhone',
    'checks',
  ];
  return names.every((name) => before[name] === after[name]);
}

function PlainRow<Row extends object>(props: SheetRowProps<Row>): ReactNode {
  const { id, index, row, isActive, isSelected, isPhone, checks, acts } = props;
  const words = useWords();
  const say: CellWords = { yes: words('grid.yes'), no: words('grid.no'), zone: acts.current.zone };
  function onClick(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    if (target.closest('a,button')) return;
    if (target.closest('.grid-check')) {
      acts.current.pick(index, event.shiftKey);
      return;
    }
    acts.current.move(index, false);
    // Who marks text to copy it does not want to leave.
    if (!window.getSelection()?.toString()) acts.current.onOpen?.(row);
  }
  return (
    <div
      id={id}
      role="row"
      className="grid-row"
      data-index={index}
      data-active={isActive || undefined}
      aria-selected={isSelected}
      aria-rowindex={index + (isPhone ? 1 : 2)}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={onClick}
      onContextMenu={(event) => {
        event.preventDefault();
        acts.current.move(index, false);
        // The menu is for the row that is now the active one.
        setTimeout(() => acts.current.openMenu({ left: event.clientX, top: event.clientY }));
      }}
    >
      {checks ? (
        <div role="gridcell" className="grid-cell grid-check">
          <input
            type="checkbox"
            tabIndex={-1}
            readOnly
            checked={isSelected}
            aria-label={words('grid.select_row', { row: acts.current.rowLabel(row) })}
          />
        </div>
      ) : null}
      {isPhone ? <PhoneCells {...props} say={say} /> : <Cells {...props} say={say} />}
    </div>
  );
}

function Cells<Row extends object>({ row, laid, say }: SheetRowProps<Row> & { say: CellWords }): ReactNode {
  return laid.map(({ column }) => (
    <div
      key={column.key}
      role="gridcell"
      className="grid-cell"
      data-right={isRight(column.kind) || undefined}
      title={column.kind === 'text' ? cellText(column, row, say) : undefined}
    >
      {cellOf(column, row, say)}
    </div>
  ));
}

/** Who and how much above, what and how it stands below. */
function PhoneCells<Row extends object>({ row, acts, say }: SheetRowProps<Row> & { say: CellWords }): ReactNode {
  const columns = acts.current.columns as readonly LaidColumn<Row>['column'][];
  const placed = (place: PhonePlace): LaidColumn<Row>['column'][] => columns.filter((column) => column.phone === place);
  const notes = placed('note').map((column) => cellText(column, row, say));
  return (
    <>
      {(['title', 'figure'] as const).map((place) => (
        <div key={place} role="gridcell" className={`grid-cell grid-phone-${place}`}>
          {placed(place)
            .map((column) => cellText(column, row, say))
            .join(' ') || (place === 'title' ? acts.current.rowLabel(row) : '')}
        </div>
      ))}
      <div role="gridcell" className="grid-cell grid-phone-note">
        {notes.filter(Boolean).join(' · ')}
      </div>
      <div role="gridcell" className="grid-cell grid-phone-state">
        {placed('state').map((column) => (
          <span key={column.key}>{cellOf(column, row, say)}</span>
        ))}
      </div>
    </>
  );
}

export const SheetRow = memo(PlainRow, same) as typeof PlainRow;
