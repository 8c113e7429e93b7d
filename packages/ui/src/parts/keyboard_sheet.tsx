/** All keys of a screen, on a sheet behind `?`. */
import { type ReactNode, useEffect, useState } from 'react';
import { useWords } from '../words/words.tsx';
import { Button, ButtonRow } from './button.tsx';
import { Dialog } from './dialog.tsx';
import type { KeyLine } from './key_bar.tsx';
import { KeyCap } from './key_cap.tsx';
import './key_bar.css';

export interface KeyGroup {
  title: string;
  lines: readonly KeyLine[];
}

export interface KeyboardSheetProps {
  open: boolean;
  onClose: () => void;
  groups: readonly KeyGroup[];
}

export function KeyboardSheet({ open, onClose, groups }: KeyboardSheetProps): ReactNode {
  const words = useWords();
  return (
    <Dialog open={open} onClose={onClose} title={words('parts.keys')} size="wide">
      <div className="keyboard-sheet">
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl className="keyboard-sheet-list">
              {group.lines.map((line) => (
                <div key={line.keys}>
                  <dt>
                    <span className="visually-hidden">{line.keys}</span>
                    <KeyCap keys={line.keys} />
                  </dt>
                  <dd>{line.does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <ButtonRow end>
        <Button onClick={onClose} keys="Esc" autoFocus>
          {words('parts.close')}
        </Button>
      </ButtonRow>
    </Dialog>
  );
}

/** Opens the sheet on `?`, but not while somebody types; `off` for people who turned single keys off (WCAG 2.1.4). */
export function useKeyboardSheet(off = false): { open: boolean; show: () => void; hide: () => void } {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (off) return;
    const listen = (event: KeyboardEvent): void => {
      const typing =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [contenteditable]');
      if (event.key === '?' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) setOpen(true);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [off]);
  return { open, show: () => setOpen(true), hide: () => setOpen(false) };
}
