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
        // Each name stands twice among what a first visit fetches: twelve characters and seven of a hash are enough.
        entryFileNames: 'assets/[name]-[hash:7].js',
        chunkFileNames: ({ name }) => `assets/${name.replace('.screens', '').slice(0, 12)}-[hash:7].js`,
        assetFileNames: 'assets/[name]-[hash:7][extname]',
        codeSplitting: {
          groups: [
            {
              name: 'base',
              priority: 3,
              test: /packages\/ui\/src\/(parts\/(button|key_cap|field|text_field|notice|toast|dialog|key_bar)\.tsx|format\/(?!typed)|words\/words|screens\/app)|apps\/web\/app\/(client\/(?!kept|live|files)|preferences|address|organisation|way_in|keys|words)|kernel\/src\/http\/client|@lingui|@tanstack\/(react-router|router-core|history|react-store|store)\/|node_modules\/(react|react-dom|scheduler)\//,
            },
            {
              name: 'ledger',
              priority: 1,
              test: /packages\/ui\/src\/(page\/list_page|grid\/(ledger_grid|ledger_keys|sheet|row|row_window|rows|head|foot|foot_lines|sums|selection|toolbar|filters|cell)|page\/(list_view|list_keys))\.tsx?$/,
            },
            {
              name: 'doors',
              priority: 2.5,
              test: /modules\/\w+\/web\.ts$|apps\/web\/app\/modules\.ts$|packages\/ui\/src\/(page\/screens|screens\/screen)\.ts$/,
            },
            {
              name: 'frame',
              priority: 2,
              test: /apps\/web\/app\/(shell\/(frame|rail|navigation|strip)|place|client\/live)\.tsx?$|packages\/ui\/src\/(period\/period_place|page\/(place|page|resource|acts|neighbours)\.|grid\/(view|columns|kept)\.ts|parts\/status_mark)/,
            },
            {
              name: 'customers',
              priority: 1,
              test: /modules\/business\/parties\/(customers|parties)\.screens\.tsx$/,
            },
            {
              name: 'record',
              priority: 1,
              test: /packages\/ui\/src\/(page\/record_page|form\/values|parts\/(choice_field|number_field))\.tsx?$/,
            },
          ],
        },
      },
    },
  },
  plugins: [react(), wordsPlugin(wordRooms()), moduleWordsPlugin(), resourcesPlugin(), layersPlugin()],
});
