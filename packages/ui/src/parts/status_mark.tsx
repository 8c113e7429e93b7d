/** How far a record is: a shape, a word and a colour, so that each says it without the others. */
import type { ReactNode } from 'react';
import './status_mark.css';

/** Dashed box, ring, half box, full box, turned box; a struck box is what was called off. */
export type Mark = 'draft' | 'sent' | 'part' | 'full' | 'late' | 'off';

/** `word` in the words of the record: paid for an invoice, done for a job. */
export function StatusMark({ mark, word }: { mark: Mark; word: string }): ReactNode {
  return (
    <span className={`status-mark status-mark-${mark}`}>
      <svg className="status-mark-shape" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        {SHAPES[mark]}
      </svg>
      {word}
    </span>
  );
}

const SHAPES: Record<Mark, ReactNode> = {
  draft: <rect x="1.5" y="1.5" width="9" height="9" strokeDasharray="2 1.6" />,
  sent: <circle cx="6" cy="6" r="4.5" />,
  part: (
    <>
      <rect x="1.5" y="1.5" width="9" height="9" />
      <rect x="1.5" y="1.5" width="4.5" height="9" className="status-mark-ink" />
    </>
  ),
  full: <rect x="1.5" y="1.5" width="9" height="9" className="status-mark-ink" />,
  late: <rect x="2.4" y="2.4" width="7.2" height="7.2" transform="rotate(45 6 6)" className="status-mark-ink" />,
  off: (
    <>
      <rect x="1.5" y="1.5" width="9" height="9" />
      <path d="M1.5 10.5 10.5 1.5" />
    </>
  ),
};
