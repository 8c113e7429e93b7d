/** Shows one part without the gallery around it, `alone.html#ledger_grid`, so that a test or a measurement is of that part. */

import english from 'virtual:words/shell/en';
import { createRoot } from 'react-dom/client';
import '../src/tokens/base.css';
import { learn, speak, WordsProvider } from '../src/words/words.tsx';
import './alone.css';
import { BoardPage } from './board.tsx';
import { ChartPage } from './chart.tsx';
import { LedgerGridPage } from './ledger_grid.tsx';
import { LineGridPage } from './line_grid.tsx';
import { PART_PAGES } from './parts/pages.tsx';

const PAGES = {
  board: BoardPage,
  chart: ChartPage,
  ledger_grid: LedgerGridPage,
  line_grid: LineGridPage,
  ...PART_PAGES,
};

learn('en', english);
speak('en');
const Page = PAGES[location.hash.slice(1) as keyof typeof PAGES];
createRoot(document.getElementById('app') as HTMLElement).render(
  <WordsProvider>
    <Page />
  </WordsProvider>,
);
