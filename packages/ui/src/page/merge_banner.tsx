/** Asks what is to hold where two people changed the same field. */
import type { ReactNode } from 'react';
import { Button, ButtonRow } from '../parts/button.tsx';
import { Banner } from '../parts/notice.tsx';
import type { Words } from '../words/words.tsx';
import type { Clash } from './merge.ts';
import { textOf } from './record_read.tsx';

export default function Merge({ clashes, words, mine, theirs }: MergeProps): ReactNode {
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
            before: textOf(before, words),
            theirs: textOf(other, words),
            mine: textOf(own, words),
          })}
        </p>
      ))}
    </Banner>
  );
}

interface MergeProps {
  clashes: readonly Clash[];
  words: Words;
  mine(): void;
  theirs(): void;
}
