/** The balance sheet at the end of the period's last day. */
import { day } from '@tenantry/ui/format/days.ts';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import type { Static } from 'typebox';
import { ReportFrame, useSpan } from './frame.screens.tsx';
import type { BalanceSheet } from './reports.schema.ts';
import { Sections } from './sections.screens.tsx';

export default function BalanceSheetScreen(): ReactNode {
  const words = useWords();
  const span = useSpan('/reports/balance-sheet');
  const input = { as_of: span.to };
  const { data, fault } = useLoaded<Static<typeof BalanceSheet>>('GET /reports/balance-sheet', input);
  const of = (wanted: string) => data?.rows.filter(({ type }) => type === wanted) ?? [];
  return (
    <ReportFrame
      title={words('nav.balance-sheet')}
      about={words('reports.as_of', { day: day(span.to) })}
      call="GET /reports/balance-sheet"
      input={input}
      name="balance-sheet"
      fault={fault}
      isLoading={!data}
    >
      {data ? (
        <Sections
          period={span.period}
          sections={[
            { title: words('reports.assets'), rows: of('asset'), sum: data.assets },
            { title: words('reports.liabilities'), rows: of('liability'), sum: data.liabilities },
            { title: words('reports.equity'), rows: of('equity'), sum: data.equity },
          ]}
          last={{
            label: words('reports.both'),
            amount: (Math.round(data.liabilities * 100) + Math.round(data.equity * 100)) / 100,
          }}
        />
      ) : null}
    </ReportFrame>
  );
}
