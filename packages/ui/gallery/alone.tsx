/** Shows one part without the gallery around it, `alone.html#ledger_grid`, so that a test or a measurement is of that part. */

import english from 'virtual:words/shell/en';
import { createRoot } from 'react-dom/client';
import '../src/tokens/base.css';
import { learn, speak, WordsProvider } from '../src/words/words.tsx';
import './alone.css';
import { LedgerGridPage } from './ledger_grid.tsx';

const PAGES = { ledger_grid: LedgerGridPage };

learn('en', english);
speak('en');
const Page = PAGES[location.hash.slice(1) as keyof typeof PAGES];
createRoot(document.getElementById('app') as HTMLElement).render(
  <WordsProvider>
    <Page />
  </WordsProvider>,
);
