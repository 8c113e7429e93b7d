/** Starts the application in the browser. */
import '@tenantry/ui/tokens/base.css';
import './frame.css';
import english from 'virtual:words/shell/en';
import { RouterProvider } from '@tanstack/react-router';
import { learn, speak, WordsProvider } from '@tenantry/ui/words/words.tsx';
import { createRoot } from 'react-dom/client';
import { addWords } from './preferences.ts';
import { router } from './router.tsx';

// Fetched while the program starts; text that is laid out would ask for it later, among what it waits for.
document.fonts.load('1em "Anek Latin Variable"').catch(() => {});
learn('en', english);
speak('en');
await addWords('shell', (language) =>
  language === 'en' ? Promise.resolve({ default: english }) : import('virtual:words/shell/hi'),
);
createRoot(document.getElementById('app') as HTMLElement).render(
  <WordsProvider>
    <RouterProvider router={router} />
  </WordsProvider>,
);
if ('serviceWorker' in navigator && import.meta.env.PROD) navigator.serviceWorker.register('/sw.js').catch(() => {});
