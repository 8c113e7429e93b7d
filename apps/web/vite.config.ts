/** Builds the pages into `apps/web/dist`. */
import { fileURLToPath } from 'node:url';
import { wordsPlugin } from '@tenantry/ui/words/catalogue.ts';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { layersPlugin } from './build/layers.ts';
import { resourcesPlugin } from './build/resources.ts';
import { moduleWordsPlugin, wordRooms } from './build/rooms.ts';

export default defineConfig({
  root: fileURLToPath(new URL('app', import.meta.url)),
  build: {
    outDir: fileURLToPath(new URL('dist', import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
  },
  plugins: [react(), wordsPlugin(wordRooms()), moduleWordsPlugin(), resourcesPlugin(), layersPlugin()],
});
