/** Serves the gallery of components: `npx vite packages/ui`. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { wordsPlugin } from './src/words/catalogue.ts';

const words = fileURLToPath(new URL('words', import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL('gallery', import.meta.url)),
  plugins: [react(), wordsPlugin({ shell: [{ folder: words }] })],
});
