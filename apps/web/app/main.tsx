/** Starts the application in the browser. */

import shell from 'virtual:words/shell/en';
import { learn, speak, useWords, WordsProvider } from '@tenantry/ui/words/words.tsx';
import { createRoot } from 'react-dom/client';

function Title() {
  const words = useWords();
  return <h1>{words('shell.product')}</h1>;
}

learn('en', shell);
speak('en');
createRoot(document.getElementById('app') as HTMLElement).render(
  <WordsProvider>
    <Title />
  </WordsProvider>,
);
