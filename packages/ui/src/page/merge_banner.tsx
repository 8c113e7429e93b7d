/** Asks what is to hold where two people changed the same field. */
import type { ReactNode } from 'react';
import { Button, ButtonRow } from '../parts/button.tsx';
import { Banner } from '../parts/notice.tsx';
import type { Words } from '../words/words.tsx';
import type { Clash } from './merge.ts';

export default function Merge({ clashes, words, textOf, mine, theirs }: MergeProps): ReactNode {
  return (
    <Banner
      kind="wait"
      title={words('page.changed_by_other')}
      acts={
        <ButtonRow>
          <Button kind="main" onClick={mine}>
            {words('page.take_mine')}
          </Button>
          <Button onClick={theirs}>{words('page.take_theirs')}</Button>
        </ButtonRow>
      }
    >
      {clashes.map(({ name, label, before, theirs: other, mine: own }) => (
        <p key={name}>
          {words('page.clash', {
            field: label,
            before: textOf(before),
            theirs: textOf(other),
            mine: textOf(own),
          })}
        </p>
      ))}
    </Banner>
  );
}

interface MergeProps {
  clashes: readonly Clash[];
  words: Words;
  /** A value as people read it. */
  textOf(value: unknown): string;
  mine(): void;
  theirs(): void;
}
