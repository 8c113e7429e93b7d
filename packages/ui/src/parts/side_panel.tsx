/** A panel beside the page for one row of it, with the way to the row before and after; the page stays in reach. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { useWords } from '../words/words.tsx';
import { Button, ButtonRow } from './button.tsx';
import './side_panel.css';

export interface SidePanelProps {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** To the row before or after; left out where there is none. */
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
}

export function SidePanel({ open, ...props }: SidePanelProps): ReactNode {
  return open ? <OpenPanel {...props} /> : null;
}

function OpenPanel({ onClose, title, children, onPrevious, onNext }: Omit<SidePanelProps, 'open'>): ReactNode {
  const words = useWords();
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus();
    return () => {
      // Back to the row that opened it, unless the person has gone elsewhere meanwhile.
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before instanceof HTMLElement) before.focus();
    };
  }, []);
  const listen = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    onClose();
  };
  return (
    <aside className="side-panel" aria-labelledby={id} onKeyDown={listen}>
      <header className="side-panel-head">
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <ButtonRow>
          {onPrevious || onNext ? (
            <>
              <Button kind="quiet" disabled={!onPrevious} onClick={onPrevious}>
                {words('parts.previous')}
              </Button>
              <Button kind="quiet" disabled={!onNext} onClick={onNext}>
                {words('parts.next')}
              </Button>
            </>
          ) : null}
          <Button kind="quiet" onClick={onClose} keys="Esc">
            {words('parts.close')}
          </Button>
        </ButtonRow>
      </header>
      <div className="side-panel-body">{children}</div>
    </aside>
  );
}
