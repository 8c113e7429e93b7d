/** From the page of an account to what was posted to it. */

import { usePlace } from '@tenantry/ui/page/place.tsx';
import type { PageRecord } from '@tenantry/ui/page/resource.ts';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';

export default function AccountLedger({ record: { id } }: { record: PageRecord }): ReactNode {
  const words = useWords();
  const place = usePlace();
  if (!place.allows('reports.read')) return null;
  return (
    <ButtonRow>
      <Button onClick={() => place.go(`/reports/ledger/${id}`)}>{words('accounts.ledger')}</Button>
    </ButtonRow>
  );
}
