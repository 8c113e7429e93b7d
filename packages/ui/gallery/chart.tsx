/** A chart of each kind: two lines, bars, a stack, and a year of days. */
import type { ReactNode } from 'react';
import { Chart } from '../src/chart/chart.tsx';
import { numbers } from './ledger_data.ts';

const MONTHS = ['Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov'];
const BILLED = [1.12, 1.68, 1.45, 2.07, 2.4, 3.0, 3.95, 4.3].map((crore) => crore * 1e7);
const RECEIVED = [0.55, 0.95, 1.05, 1.2, 1.62, 1.75, 2.2, 2.97].map((crore) => crore * 1e7);
const next = numbers(5);
const DAYS = Array.from({ length: 365 }, (_, index) => `Day ${index + 1}`);
const SALES = [
  {
    key: 'sales',
    label: 'Sales',
    values: DAYS.map((_, index) => Math.round(3e5 + 2e5 * Math.sin(index / 40) + next() * 1e5)),
  },
];
const TWO = [
  { key: 'billed', label: 'Billed', values: BILLED },
  { key: 'received', label: 'Received', values: RECEIVED },
];

export function ChartPage(): ReactNode {
  return (
    <div className="gallery-charts">
      <Chart label="Billed and received by month" kind="line" points={MONTHS} series={TWO} />
      <Chart
        label="Receivables by age"
        kind="bar"
        points={['Not due', '1–30 d', '31–60 d', '61–90 d', '> 90 d']}
        series={[{ key: 'amount', label: 'Amount', values: [1.5e7, 0.93e7, 1.27e7, 0.7e7, 2.23e7] }]}
      />
      <Chart label="Billed and received, stacked" kind="stacked" points={MONTHS} series={TWO} />
      <Chart label="Sales by day" kind="line" points={DAYS} series={SALES} />
    </div>
  );
}
