/** Says the order of the style layers at the head of every style sheet: whichever of them arrives first decides it for all. */
import type { Plugin } from 'vite';

const ORDER = '@layer tokens, base, parts, screens;\n';

export function layersPlugin(): Plugin {
  return {
    name: 'layers',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'asset' && file.fileName.endsWith('.css')) file.source = `${ORDER}${file.source}`;
    },
  };
}
