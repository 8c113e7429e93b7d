/** `virtual:resources/<noun>`: what the server says of a kind of records, so that screens copy no shape, permission, filter or sort by hand. */
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';

const PREFIX = 'virtual:resources/';
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The part of a route that becomes part of a page. */
interface ServerRoute {
  name: string;
  method: string;
  path: string;
  aliases?: readonly string[];
  permission?: string | null;
  feature?: string;
  input: { properties: Record<string, unknown> };
  output: object;
}

/** What nobody types: characters that cannot be seen. The server refuses them. */
const UNTYPED = /^\^\[\^\\u0000[^\]]*\]\*\$$/;

/** A schema without what only its readers need. A field may be called `description`: a text is the schema's, an object a field. */
function lean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lean);
  if (value === null || typeof value !== 'object') return value;
  const isPlain = 'pattern' in value && UNTYPED.test(String(value.pattern));
  const kept = Object.entries(value).filter(
    ([key, inner]) =>
      key !== 'additionalProperties' &&
      !(key === 'description' && typeof inner === 'string') &&
      !(key === 'examples' && Array.isArray(inner)) &&
      !(isPlain && /^(pattern|x-hint)$/.test(key)),
  );
  return Object.fromEntries(kept.map(([key, inner]) => [key, lean(inner)]));
}

/** What only checks of a form need; a field may be called so too, and is an object then. */
const CHECKS = new Set(['pattern', 'x-hint', 'maxLength', 'minLength', 'x-trim', 'minimum', 'maximum', 'required']);

/** A shape that is only shown. */
function shownShape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shownShape);
  if (value === null || typeof value !== 'object') return value;
  const isShape = 'type' in value && (typeof value.type === 'string' || Array.isArray(value.type));
  const kept = Object.entries(value).filter(([key]) => !(isShape && CHECKS.has(key)));
  return Object.fromEntries(kept.map(([key, inner]) => [key, shownShape(inner)]));
}

/** Calls whose input makes a form or a filter; of the others a page needs the name and who may do it. */
const ASKED = /^(list|create|set)$/;

function describe(noun: string, all: readonly ServerRoute[]): object {
  const routes = all.filter(({ name }) => name.startsWith(`${noun}.`));
  if (routes.length === 0) throw new Error(`the server has no routes of ${noun}`);
  const named = routes.map(({ name, method, path, aliases, permission, feature, input, output }) => {
    const own = name.slice(noun.length + 1);
    // A path that names the organisation has a shorter name for the same, which the page's address completes.
    const short = [path, ...(aliases ?? [])].find((one) => !one.startsWith('/tenants/')) ?? path;
    // What a list is asked is chosen, not typed: there is nothing to check.
    const filters = own === 'list' ? shownShape(lean(input)) : lean(input);
    const asked = ASKED.test(own) ? filters : { properties: {} };
    const shown = own === 'list' ? { output: shownShape(lean(output)) } : {};
    // Excel and CSV go without saying.
    const formats = (input.properties.format as { enum?: string[] } | undefined)?.enum;
    const files = own === 'export' && formats?.includes('pdf') ? { formats } : {};
    return [own, { call: `${method} ${short}`, permission, feature, input: asked, ...shown, ...files }];
  });
  return { noun, routes: Object.fromEntries(named) };
}

/** The plugin: reads the server's own list of modules, in the process of the build. */
export function resourcesPlugin(): Plugin {
  let all: Promise<readonly ServerRoute[]> | undefined;
  return {
    name: 'resources',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : null),
    async load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return null;
      const url = pathToFileURL(`${root}/apps/server/modules.ts`).href;
      all ??= import(url).then(({ modules }) => modules.flatMap((one: { routes: ServerRoute[] }) => one.routes));
      const shape = describe(id.slice(PREFIX.length + 1), await all);
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(shape))});`;
    },
  };
}
