/** Drawings: what harmless ones lose and keep, and that nothing which runs, loads, multiplies or hides comes through. */
import { expect, test } from 'vitest';
import { cleanSvg, UnsafeDrawing } from './svg.ts';

const SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
const around = (inside: string): string => `<svg ${SVG} viewBox="0 0 10 10">${inside}</svg>`;

test('a drawing of a drawing program keeps what is seen and loses its notes', () => {
  const source = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<!-- Generator: <b>Somebody</b> -->
<svg ${SVG} xmlns:sodipodi="http://sodipodi" viewBox="0 0 10 10" sodipodi:docname="C:\\home\\logo.svg" data-name="x">
  <metadata><rdf:RDF><a/></rdf:RDF></metadata>
  <sodipodi:namedview id="n"><sodipodi:grid/></sodipodi:namedview>
  <defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient>
    <linearGradient id="b" xlink:href="#a"/><style>.x{fill:url(#b)}</style></defs>
  <title>Lakshmi &amp; Sons &#x20B9;</title>
  <path class='x' d="M0 0h10v10z" style="fill:url(#a);stroke:#000"/><use href="#p"/><rect id="p" width="2" height="2"/>
</svg>`;
  const cleaned = cleanSvg(source);
  expect(cleaned).toBe(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><defs><linearGradient id="a">' +
      '<stop offset="0" stop-color="#fff"/></linearGradient><linearGradient id="b" href="#a"/>' +
      '<style>.x{fill:url(#b)}</style></defs><title>Lakshmi &amp; Sons ₹</title>' +
      '<path class="x" d="M0 0h10v10z" style="fill:url(#a);stroke:#000"/><use href="#p"/><rect id="p" width="2" height="2"/></svg>',
  );
  expect(cleanSvg(cleaned)).toBe(cleaned);
});

test.each([
  ['a script', '<script>alert(1)</script>'],
  ['a script in another namespace', '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>'],
  ['a handler', '<path onload="alert(1)"/>'],
  ['a handler in capitals', '<path ONLOAD="alert(1)"/>'],
  ['a foreign object', '<foreignObject><body onload="alert(1)"/></foreignObject>'],
  ['a picture from elsewhere', '<image href="https://evil.example/x.png"/>'],
  ['a picture within', '<image href="data:image/png;base64,AAAA"/>'],
  ['a use of another file', '<use href="https://evil.example/x.svg#a"/>'],
  ['a use of another file, by the former name', '<use xlink:href="data:image/svg+xml;base64,AAAA#a"/>'],
  ['a link', '<a href="javascript:alert(1)"><path/></a>'],
  ['a link in codes', '<use href="&#106;avascript:alert(1)"/>'],
  ['a colour from elsewhere', '<path fill="url(https://evil.example/x#a)"/>'],
  ['a colour from elsewhere, in codes', '<path fill="&#117;rl(//evil.example/x#a)"/>'],
  ['a style from elsewhere', '<style>@import "https://evil.example/x.css";</style>'],
  ['a style that loads', '<style>.x{fill:url("//evil.example/x")}</style>'],
  ['a style in codes', '<style>.x{fill:\\75rl(//evil.example/x)}</style>'],
  ['a style cut by a comment', '<style>.x{fill:u/**/rl(//evil.example/x)}</style>'],
  ['a style with a page in it', '<style><![CDATA[</style><script>alert(1)</script>]]></style>'],
  ['a set of pictures', '<path style="fill:image-set(\'//evil.example/x\' 1x)"/>'],
  ['a movement that changes links', '<use href="#a"><animate attributeName="href" to="javascript:alert(1)"/></use>'],
  ['a set attribute', '<set attributeName="onload" to="alert(1)"/>'],
  ['a frame', '<iframe src="https://evil.example"/>'],
  ['an unknown entity', '<title>&xxe;</title>'],
  ['an end that is no end', '<g></svg><g>'],
  ['two attributes of one name', '<path id="a" id="b"/>'],
  ['an attribute without quotes', '<path id=a/>'],
  ['parts that repeat parts', '<g id="a"><use href="#b"/><use href="#b"/></g><g id="b"/><use href="#a"/>'],
  ['a circle of clips', '<clipPath id="a"><path clip-path="url(#b)"/></clipPath><path clip-path="url(#a)"/>'],
])('%s is refused', (_what, inside) => {
  expect(() => cleanSvg(around(inside))).toThrow(UnsafeDrawing);
});

test.each([
  ['entities', `<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg ${SVG}><title>&b;</title></svg>`],
  ['an instruction', `<?xml-stylesheet href="https://evil.example/x.css"?><svg ${SVG}/>`],
  ['a page behind', `<svg ${SVG}/><html><script>alert(1)</script></html>`],
  ['a page before', `<html><svg ${SVG}/></html>`],
  ['words behind', `<svg ${SVG}/>alert(1)`],
  ['something else', '<path d="M0 0"/>'],
  ['half of one', `<svg ${SVG}><g>`],
  ['nothing', ''],
  ['control characters', `<svg ${SVG}><title>a\u0000b</title></svg>`],
  ['too much', `<svg ${SVG}>${'<g/>'.repeat(5_001)}</svg>`],
  ['too deep', `<svg ${SVG}>${'<g>'.repeat(70)}${'</g>'.repeat(70)}</svg>`],
  ['too long', `<svg ${SVG}><title>${'a'.repeat(262_144)}</title></svg>`],
  ['a notes element that never ends', `<svg ${SVG}><metadata><metadata></metadata></svg>`],
])('%s is refused', (_what, source) => {
  expect(() => cleanSvg(source)).toThrow(UnsafeDrawing);
});

test('what is left out cannot hide anything', () => {
  const cleaned = cleanSvg(
    around('<metadata><script>alert(1)</script></metadata><x:y><script/></x:y><path x:onload="alert(1)" d="M0 0"/>'),
  );
  expect(cleaned).toBe('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0"/></svg>');
});
