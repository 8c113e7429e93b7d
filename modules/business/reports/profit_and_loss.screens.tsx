/** Profit and loss of the period. */
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import type { Static } from 'typebox';
import { ReportFrame, spanWords, useSpan } from './frame.screens.tsx';
import type { ProfitAndLoss } from './reports.schema.ts';
import { Sections } from './sections.screens.tsx';

export default function ProfitAndLossScreen(): ReactNode {
  const words = useWords();
  const span = useSpan('/reports/profit-and-loss');
  const input = { from: span.from, to: span.to };
  const { data, fault } = useLoaded<Static<typeof ProfitAndLoss>>('GET /reports/profit-and-loss', input);
  return (
    <ReportFrame
      title={words('nav.profit-and-loss')}
      about={spanWords(span)}
      call="GET /reports/profit-and-loss"
      input={input}
      name="profit-and-loss"
      fault={fault}
      isLoading={!data}
    >
      {data ? (
        <Sections
          period={span.period}
          sections={[
            {
              title: words('reports.income'),
              rows: data.rows.filter(({ type }) => type === 'income'),
              sum: data.income,
            },
            {
              title: words('reports.expense'),
              rows: data.rows.filter(({ type }) => type === 'expense'),
              sum: data.expense,
            },
          ]}
          last={{ label: words(data.profit < 0 ? 'reports.loss' : 'reports.profit'), amount: data.profit }}
        />
      ) : null}
    </ReportFrame>
  );
}
