/** The keys of a screen: the few at its foot; all of them stand on the sheet behind `?`. */
import type { ReactNode } from 'react';
import { useWords } from '../words/words.tsx';
import { KeyCap } from './key_cap.tsx';
import './key_bar.css';

export interface KeyLine {
  /** As printed: `Ctrl K`, `G I`. */
  keys: string;
  /** What it does, a few words in small letters. */
  does: string;
}

/** The keys that matter here. A reader gets the whole sheet behind `?` instead. */
export function KeyBar({ lines, onSheet }: { lines: readonly KeyLine[]; onSheet: () => void }): ReactNode {
  const words = useWords();
  return (
    <footer className="key-bar" data-print="no">
      <ul className="key-bar-list" aria-label={words('parts.keys')}>
        {lines.map((line) => (
          <li key={line.keys} className="key-bar-line">
            <kbd className="visually-hidden">{line.keys}</kbd>
            <KeyCap keys={line.keys} /> {line.does}
          </li>
        ))}
      </ul>
      <button type="button" className="key-bar-all" aria-keyshortcuts="?" onClick={onSheet}>
        <KeyCap keys="?" /> {words('parts.all_keys')}
      </button>
    </footer>
  );
}
