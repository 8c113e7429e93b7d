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
    // Browsers that the pages are made for know it by themselves.
    modulePreload: { polyfill: false },
    // What every page needs lies together: one file is packed tighter than thirty.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'base',
              priority: 3,
              test: /packages\/ui\/src\/(parts\/(button|key_cap|field|text_field|notice|toast|dialog|key_bar)\.tsx|format\/|words\/words|screens\/app)|apps\/web\/app\/(client\/(?!kept|live)|preferences|address|organisation|way_in|keys)|kernel\/src\/http\/client|@lingui|@tanstack\/(react-router|router-core|history|react-store|store)\/|node_modules\/(react|react-dom|scheduler)\//,
            },
            {
              name: 'ledger',
              priority: 1,
              test: /packages\/ui\/src\/(grid\/(ledger_grid|ledger_keys|sheet|row|rows|head|foot|foot_lines|sums|selection|toolbar|filters|cell)|page\/(list_view|list_keys))\.tsx?$/,
            },
            {
              name: 'pages',
              priority: 2,
              test: /packages\/ui\/src\/(page\/(place|page|resource|acts|neighbours)|grid\/(view|columns|kept)|parts\/status_mark)\.tsx?$/,
            },
          ],
        },
      },
    },
  },
  plugins: [react(), wordsPlugin(wordRooms()), moduleWordsPlugin(), resourcesPlugin(), layersPlugin()],
});
