/** Serves the gallery of components: `npx vite packages/ui`. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({ root: new URL('gallery', import.meta.url).pathname, plugins: [react()] });
