/** What a page says about itself: a banner, an empty place, work under way. */
import { type ReactNode, useId } from 'react';
import { count } from '../format/figures.ts';
import { useWords } from '../words/words.tsx';
import './notice.css';

export interface BannerProps {
  kind: 'note' | 'good' | 'wait' | 'bad';
  title: string;
  children?: ReactNode;
  /** Buttons or links. */
  acts?: ReactNode;
}

/** A line across the page. What went wrong is told at once to readers, all else when they pause. */
export function Banner({ kind, title, children, acts }: BannerProps): ReactNode {
  const words = useWords();
  return (
    <div className={`banner banner-${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
      <p className="banner-title">
        <span className="banner-kind">{words(`parts.banner_${kind}`)}</span> {title}
      </p>
      {children ? <div className="banner-text">{children}</div> : null}
      {acts ? <div className="banner-acts">{acts}</div> : null}
    </div>
  );
}

export interface EmptyStateProps {
  title: string;
  /** What goes here. */
  children: ReactNode;
  /** The way to the first one: a button, an import. */
  acts?: ReactNode;
}

export function EmptyState({ title, children, acts }: EmptyStateProps): ReactNode {
  return (
    <div className="empty-state">
      <h2 className="empty-state-title">{title}</h2>
      <div className="empty-state-text">{children}</div>
      {acts ? <div className="empty-state-acts">{acts}</div> : null}
    </div>
  );
}

/** Says that something is on its way, but only once it takes long enough to be noticed. */
export function LoadingLine({ label }: { label?: string }): ReactNode {
  const words = useWords();
  return (
    <p className="loading-line" role="status">
      {label ?? words('parts.loading')}
    </p>
  );
}

export interface ProgressBarProps {
  label: string;
  done: number;
  /** Null while nobody knows how much there is. */
  total: number | null;
}

export function ProgressBar({ label, done, total }: ProgressBarProps): ReactNode {
  const words = useWords();
  const id = useId();
  const figures =
    total === null ? words('parts.progress_open', { done: count(done) }) : `${count(done)} / ${count(total)}`;
  return (
    <div className="progress-bar">
      <label htmlFor={id}>{label}</label>
      <span className="progress-bar-figures">{figures}</span>
      <progress id={id} className="progress-bar-line" {...(total === null ? {} : { value: done, max: total || 1 })} />
    </div>
  );
}
