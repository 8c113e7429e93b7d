/** Builds the pages into `apps/web/dist`. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('app', import.meta.url)),
  build: { outDir: fileURLToPath(new URL('dist', import.meta.url)), emptyOutDir: true, manifest: true },
  plugins: [react()],
});
