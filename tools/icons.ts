/** Draws the icons of the installed application from its SVG, with a browser: `node tools/icons.ts`. Run it when `icon.svg` changes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser } from './browser.ts';

const folder = fileURLToPath(new URL('../apps/web/app/public', import.meta.url));

/** File → its size, and how much of it the drawing fills: a maskable icon is cut to a circle of four fifths. */
const ICONS = [
  { name: 'icon-192.png', size: 192, share: 1 },
  { name: 'icon-512.png', size: 512, share: 1 },
  { name: 'icon-maskable-512.png', size: 512, share: 0.66 },
  { name: 'apple-touch-icon.png', size: 180, share: 1 },
] as const;

const svg = readFileSync(join(folder, 'icon.svg'), 'utf8');
const browser = await openBrowser();
try {
  for (const { name, size, share } of ICONS) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const side = Math.round(size * share);
    // The ground of the drawing goes on to the edge, where it is cut.
    await page.setContent(
      `<style>body{margin:0;display:grid;place-items:center;width:${size}px;height:${size}px;background:#fbfaf6}svg{width:${side}px;height:${side}px}</style>${svg}`,
    );
    await page.screenshot({ path: join(folder, name) });
    await page.close();
  }
} finally {
  await browser.close();
}
