/** Asks what is to hold where two people changed the same field. */
import { type ReactNode, useMemo } from 'react';
import { Button, ButtonRow } from '../parts/button.tsx';
import { Banner } from '../parts/notice.tsx';
import type { Words } from '../words/words.tsx';
import type { Clash } from './merge.ts';
import { useNamesOf, wantedIn } from './named.ts';
import type { Page } from './page.ts';
import { saying } from './value_text.ts';

export default function Merge({ page, clashes, words, mine, theirs }: MergeProps): ReactNode {
  const wanted = useMemo(
    () =>
      wantedIn(
        page,
        clashes.flatMap((clash) => [clash.before, clash.theirs, clash.mine].map((one) => [clash.name, one] as const)),
      ),
    [page, clashes],
  );
  const said = saying(page, words, useNamesOf(wanted));
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
            before: said(name, before),
            theirs: said(name, other),
            mine: said(name, own),
          })}
        </p>
      ))}
    </Banner>
  );
}

interface MergeProps {
  page: Page;
  clashes: readonly Clash[];
  words: Words;
  mine(): void;
  theirs(): void;
}
