/** What is known of one record: pairs of name and value, what happened to it, and who did it. */
import type { ReactNode } from 'react';
import './details.css';

export interface Detail {
  name: string;
  value: ReactNode;
}

/** Pairs of name and value; what is empty stands there as a dash, so that people see that it is. */
export function DefinitionList({ details }: { details: readonly Detail[] }): ReactNode {
  return (
    <dl className="definition-list">
      {details.map(({ name, value }) => (
        <div key={name} className="definition-list-line">
          <dt>{name}</dt>
          <dd>{value === null || value === undefined || value === '' ? '–' : value}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface Happening {
  id: string;
  /** What happened, as a sentence without the person. */
  text: string;
  /** As people read it: `21 Nov 26, 15:30`. */
  when: string;
  /** RFC 3339. */
  at: string;
  who?: ReactNode;
  /** What changed, or what was said. */
  children?: ReactNode;
}

/** What happened, the newest first. */
export function Timeline({ label, happenings }: { label: string; happenings: readonly Happening[] }): ReactNode {
  return (
    <ol className="timeline" aria-label={label}>
      {happenings.map((one) => (
        <li key={one.id} className="timeline-line">
          <p>
            {one.text}
            {one.who ? <span className="timeline-who"> · {one.who}</span> : null}
          </p>
          <time className="timeline-when" dateTime={one.at}>
            {one.when}
          </time>
          {one.children ? <div className="timeline-more">{one.children}</div> : null}
        </li>
      ))}
    </ol>
  );
}

/** A person by name, with what tells two of that name apart. */
export function PersonName({ name, note }: { name: string; note?: string }): ReactNode {
  return (
    <span className="person-name">
      {name}
      {note ? <span className="person-name-note"> {note}</span> : null}
    </span>
  );
}
