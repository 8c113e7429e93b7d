/** PDFs joined to one, piece by piece: however many they are, one at a time is held. It reads what the typesetter writes: plain objects behind a plain table. */

interface Part {
  /** Its objects by number, as bytes without `n 0 obj` and `endobj`. */
  objects: Map<number, Buffer>;
  pages: number;
  /** Objects that only its own catalogue needs. */
  dropped: Set<number>;
}

const latin = (bytes: Buffer): string => bytes.toString('latin1');
const refIn = (text: string, name: string): number => Number(new RegExp(`/${name}\\s+(\\d+) 0 R`).exec(text)?.[1] ?? 0);

/** Where each object begins, from the table at the end. */
function offsetsOf(pdf: Buffer): Map<number, number> {
  const tail = latin(pdf.subarray(-64));
  const at = Number(/startxref\s+(\d+)/.exec(tail)?.[1] ?? -1);
  const table = latin(pdf.subarray(at, pdf.length));
  if (at < 0 || !table.startsWith('xref')) throw new Error('this PDF has no plain table of objects');
  const found = new Map<number, number>();
  let number = 0;
  for (const line of table
    .slice(4, table.indexOf('trailer'))
    .trim()
    .split(/\r?\n|\r/)) {
    const [first = '', second = '', state] = line.trim().split(/\s+/);
    if (state === 'n') found.set(number, Number(first));
    if (state === undefined) number = Number(first);
    else number++;
    if (second === '') break;
  }
  return found;
}

/** Reads a PDF into its objects. Throws for one that is built otherwise. */
function readPart(pdf: Buffer): Part {
  const offsets = [...offsetsOf(pdf)].sort(([, a], [, b]) => a - b);
  const end = pdf.lastIndexOf('xref', pdf.lastIndexOf('trailer'));
  const objects = new Map<number, Buffer>();
  for (const [index, [number, from]] of offsets.entries()) {
    const whole = pdf.subarray(from, offsets[index + 1]?.[1] ?? end);
    const head = /^\d+ 0 obj\s*/.exec(latin(whole.subarray(0, 40)))?.[0].length ?? 0;
    objects.set(number, whole.subarray(head, whole.lastIndexOf('endobj')));
  }
  const trailer = latin(pdf.subarray(pdf.lastIndexOf('trailer')));
  const root = refIn(trailer, 'Root');
  const catalogue = latin(objects.get(root) ?? Buffer.alloc(0));
  const pages = refIn(catalogue, 'Pages');
  const dropped = new Set([root, refIn(trailer, 'Info'), refIn(catalogue, 'Metadata')]);
  if (!objects.has(pages)) throw new Error('this PDF has no pages');
  return { objects, pages, dropped };
}

/** Where the dictionary at the beginning ends: strings may hold brackets. The whole for what is no dictionary. */
function dictionaryEnd(text: string): number {
  if (!text.startsWith('<<')) return text.length;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') at = stringEnd(text, at);
    else if (text.startsWith('<<', at)) {
      depth++;
      at++;
    } else if (text.startsWith('>>', at)) {
      at++;
      if (--depth === 0) return at + 1;
    }
  }
  throw new Error('this PDF has a dictionary without an end');
}

/** The closing bracket of the literal string that begins there. */
function stringEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  throw new Error('this PDF has a string without an end');
}

/** The same with all references moved on; words are left as they are. */
function moved(text: string, by: number): string {
  const found: string[] = [];
  let from = 0;
  const take = (until: number): void => {
    found.push(text.slice(from, until).replace(/(?<!\d)(\d+) 0 R\b/g, (_, number) => `${Number(number) + by} 0 R`));
    from = until;
  };
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '(') continue;
    take(at);
    at = stringEnd(text, at);
    found.push(text.slice(from, at + 1));
    from = at + 1;
  }
  take(text.length);
  return found.join('');
}

const CATALOGUE = 1;
const PAGES = 2;

/** One PDF of all pages in order, as it is written. */
export async function* joined(pdfs: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  /** Where each object begins; those that were left out begin nowhere. */
  const offsets: number[] = [0, 0, 0];
  let at = 0;
  const kids: number[] = [];
  let count = 0;
  const written = (bytes: Buffer): Buffer => {
    at += bytes.length;
    return bytes;
  };
  const object = (number: number, body: Buffer): Buffer => {
    offsets[number] = at;
    return written(Buffer.concat([Buffer.from(`${number} 0 obj\n`), body, Buffer.from('\nendobj\n')]));
  };
  yield written(Buffer.from('%PDF-1.7\n%\x80\x80\x80\x80\n', 'latin1'));
  for await (const pdf of pdfs) {
    const { objects, pages, dropped } = readPart(pdf);
    const by = offsets.length - 1;
    const most = Math.max(...objects.keys());
    for (let number = 1; number <= most; number++) offsets.push(0);
    for (const [number, bytes] of objects) {
      if (dropped.has(number)) continue;
      const text = latin(bytes);
      const end = dictionaryEnd(text);
      let head = moved(text.slice(0, end), by);
      if (number === pages) {
        count += Number(/\/Count\s+(\d+)/.exec(head)?.[1] ?? 0);
        head = head.replace('<<', `<< /Parent ${PAGES} 0 R `);
        kids.push(number + by);
      }
      yield object(number + by, Buffer.concat([Buffer.from(head, 'latin1'), bytes.subarray(end)]));
    }
  }
  const tree = `<< /Type /Pages /Count ${count} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] >>`;
  yield object(PAGES, Buffer.from(tree));
  yield object(CATALOGUE, Buffer.from(`<< /Type /Catalog /Pages ${PAGES} 0 R >>`));
  const table = offsets.map((offset, number) =>
    number === 0 || offset === 0 ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`,
  );
  const trailer = `trailer\n<< /Size ${offsets.length} /Root ${CATALOGUE} 0 R >>\nstartxref\n${at}\n%%EOF\n`;
  yield Buffer.from(`xref\n0 ${offsets.length}\n${table.join('')}${trailer}`);
}
