/**
 * A drawing (SVG) that can do no harm: read by rules narrower than XML's and written anew from what is known to be harmless.
 * What only decorates the file (comments, notes of drawing programs) is left out; what could run, load or multiply is refused.
 */

/** Why a drawing is refused, said to whoever sent it. */
export class UnsafeDrawing extends Error {}

function refuse(why: string): never {
  throw new UnsafeDrawing(why);
}

const MOST_CHARACTERS = 262_144;
const MOST_ELEMENTS = 5_000;
const MOST_DEPTH = 64;

const names = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const ELEMENTS = names(`svg g path rect circle ellipse line polyline polygon defs symbol use title desc text tspan style
  linearGradient radialGradient stop clipPath`);
/** Left out with all that is in them. */
const DROPPED = names('metadata');
const ATTRIBUTES = names(`id class x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy d points width height viewBox
  preserveAspectRatio transform offset gradientUnits gradientTransform spreadMethod clipPathUnits pathLength
  fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit
  stroke-dasharray stroke-dashoffset opacity color display visibility clip-path clip-rule stop-color stop-opacity
  font-family font-size font-style font-weight letter-spacing text-anchor dominant-baseline vector-effect
  shape-rendering paint-order style version`);

const NAME = /[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)\s*=\s*("[^"<]*"|'[^'<]*')/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] as string);

function plain(text: string): string {
  return text.replace(/&([^;]{0,10});?/g, (whole, name: string) => {
    const code = /^#x([0-9a-f]{1,6})$/i.exec(name)?.[1] ?? /^#(\d{1,7})$/.exec(name)?.[1];
    const point = code === undefined ? undefined : Number.parseInt(code, name[1] === 'x' || name[1] === 'X' ? 16 : 10);
    if (point !== undefined && point >= 32 && point <= 0x10ffff) return String.fromCodePoint(point);
    if (/^#(x?[9ad]|1[03])$/i.test(name)) return ' ';
    return ENTITIES[name] ?? refuse(`It uses ${whole.slice(0, 12)}, which is not allowed here.`);
  });
}

/** References lead to something in the drawing, and nowhere else; letters are not written in codes. */
function checkedValue(value: string): string {
  if (/\\|\/\*|expression\s*\(|@/i.test(value)) refuse('A style in it is written in a way that is not allowed here.');
  for (const match of value.matchAll(/url\s*\(/gi))
    if (!/^url\(\s*(['"]?)#[\w.-]+\1\s*\)/i.test(value.slice(match.index)))
      refuse('It refers to something outside of itself.');
  if (/(?:image|image-set|cross-fade|element|src)\s*\(/i.test(value)) refuse('It loads a picture.');
  return value;
}

interface Open {
  name: string;
  /** Ids of this element, so that what multiplies can be found. */
  id: string | undefined;
  multiplies: boolean;
}

/** The drawing written anew. Throws `UnsafeDrawing` with the reason, in words for whoever sent it. */
export function cleanSvg(source: string): string {
  const text = source.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  if (text.length > MOST_CHARACTERS) refuse(`A drawing may have ${MOST_CHARACTERS} characters.`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they have no business in a drawing
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/.test(text)) refuse('It is not plain text.');
  const out: string[] = [];
  const open: Open[] = [];
  const multiplying = new Set<string>();
  const targets = new Set<string>();
  let at = 0;
  let elements = 0;
  let hasRoot = false;

  const to = (mark: string): string => {
    const end = text.indexOf(mark, at);
    if (end < 0) refuse('It breaks off.');
    const inside = text.slice(at, end);
    at = end + mark.length;
    return inside;
  };
  const words = (raw: string): void => {
    const parent = open.at(-1);
    if (!parent) {
      if (raw.trim()) refuse('There is something beside the drawing.');
      return;
    }
    if (parent.name === 'style') out.push(escaped(checkedStyle(raw)));
    else if (['title', 'desc', 'text', 'tspan'].includes(parent.name)) out.push(escaped(raw));
  };
  /** Leaves an element out with all that is in it. */
  const skip = (name: string): void => {
    for (let depth = 1; depth > 0; ) {
      to('<');
      if (text.startsWith('!--', at)) to('-->');
      else if (text.startsWith('![CDATA[', at)) to(']]>');
      else {
        const inside = to('>');
        if (inside === `/${name}` || inside.startsWith(`/${name} `)) depth--;
        else if (
          !inside.endsWith('/') &&
          new RegExp(`^${name.replace('.', '\\.')}[\\s>]?`).test(inside) &&
          inside.split(/\s/)[0] === name
        )
          depth++;
      }
    }
  };
  const begin = (): void => {
    NAME.lastIndex = at;
    const name = NAME.exec(text)?.[0] ?? refuse('It is not well-formed.');
    at += name.length;
    const attributes: [string, string][] = [];
    for (;;) {
      ATTRIBUTE.lastIndex = at;
      const match = ATTRIBUTE.exec(text);
      if (!match) break;
      at += match[0].length;
      const [, key = '', quoted = '""'] = match;
      if (attributes.some(([other]) => other === key)) refuse('It is not well-formed.');
      attributes.push([key, plain(quoted.slice(1, -1))]);
    }
    const isEmpty = to('>').trim();
    if (isEmpty !== '' && isEmpty !== '/') refuse('It is not well-formed.');
    if (name.includes(':') || DROPPED.has(name)) {
      if (!hasRoot) refuse('It does not begin with <svg>.');
      if (isEmpty === '') skip(name);
      return;
    }
    if (!ELEMENTS.has(name)) refuse(`It holds <${name}>, which is not allowed in a picture.`);
    if (open.length === 0 && (hasRoot || name !== 'svg')) refuse('It does not begin with <svg>.');
    if (++elements > MOST_ELEMENTS || open.length >= MOST_DEPTH) refuse('It is too complicated.');
    hasRoot = true;
    const kept = attributes.flatMap(([key, value]) => keptAttribute(name, key, value, targets));
    const isUse =
      kept.some(([key]) => key === 'href' || key === 'clip-path') ||
      kept.some(([, value]) => /url\(/i.test(value) && /clip-path/i.test(value));
    const one: Open = {
      name,
      id: kept.find(([key]) => key === 'id')?.[1],
      multiplies: isUse && !name.endsWith('Gradient'),
    };
    const written = kept.map(([key, value]) => ` ${key}="${escaped(value)}"`).join('');
    out.push(`<${name}${open.length === 0 ? ' xmlns="http://www.w3.org/2000/svg"' : ''}${written}${isEmpty}>`);
    open.push(one);
    if (isEmpty) close();
  };
  const close = (): void => {
    const one = open.pop() as Open;
    const parent = open.at(-1);
    if (!one.multiplies) return;
    if (one.id) multiplying.add(one.id);
    if (parent) parent.multiplies = true;
  };

  while (at < text.length) {
    const next = text.indexOf('<', at);
    words(plain(text.slice(at, next < 0 ? text.length : next)));
    if (next < 0) break;
    at = next + 1;
    if (text.startsWith('!--', at)) to('-->');
    else if (text.startsWith('![CDATA[', at)) {
      at += 8;
      words(to(']]>'));
    } else if (text.startsWith('?', at)) {
      if (hasRoot || !/^\?xml\s[^<]*\?$/.test(to('>'))) refuse('It holds an instruction for other programs.');
    } else if (/^!doctype\s/i.test(text.slice(at, at + 9))) {
      if (hasRoot || /[[<]/.test(to('>'))) refuse('It declares entities.');
    } else if (text[at] === '/') {
      const name = to('>').slice(1).trim();
      if (open.at(-1)?.name !== name) refuse('It is not well-formed.');
      out.push(`</${name}>`);
      close();
    } else begin();
  }
  if (!hasRoot || open.length > 0) refuse('It breaks off.');
  for (const id of targets) if (multiplying.has(id)) refuse('It repeats parts that repeat others.');
  return out.join('');
}

/** A style sheet within: rules of colours and lines, nothing that loads. */
function checkedStyle(css: string): string {
  if (/[<&]/.test(css)) refuse('A style in it is written in a way that is not allowed here.');
  return checkedValue(css);
}

function keptAttribute(element: string, key: string, value: string, targets: Set<string>): [string, string][] {
  if (/^on/i.test(key)) refuse(`It holds a script (${key}).`);
  if (key === 'href' || key === 'xlink:href') {
    const id = /^#([\w.-]+)$/.exec(value.trim())?.[1];
    if (id === undefined) refuse('It refers to something outside of itself.');
    if (element === 'use') targets.add(id);
    return [['href', `#${id}`]];
  }
  if (!ATTRIBUTES.has(key)) return [];
  const checked = checkedValue(value);
  if (key === 'clip-path' || key === 'style')
    for (const [, id = ''] of checked.matchAll(/url\(\s*['"]?#([\w.-]+)/gi)) targets.add(id);
  return [[key, checked]];
}
