/** A letter is filled with values that stay values, in three forms; a template that asks for more is refused with the reason. */
import { describe, expect, test } from 'vitest';
import { identityLetters } from '../identity/letters.ts';
import { inkOn } from './letter_html.ts';
import { defineLetter, type House, LANGUAGES, languageOf, renderLetter, templateFault } from './letters.ts';

const letter = defineLetter({
  name: 'orders.ready',
  title: 'Ready',
  fields: { person: 'Meena', number: 'SO-1' },
  texts: {
    en: { subject: 'Order {{number}}', body: 'Hello {{person}},\n\nyour order is ready.\nCome by.', button: 'See it' },
    hi: { subject: 'ऑर्डर {{number}}', body: 'नमस्ते {{person}}' },
  },
});
const house: House = { name: 'Smile & Co', primary_color: '#123456', logo_url: null, language: 'en' };

test('subject, text and HTML say the same', () => {
  const made = renderLetter(letter.texts.en, { person: 'Asha', number: 'SO-7' }, house, 'https://x.test/o#t=1&u=2');
  expect(made.subject).toBe('Order SO-7');
  expect(made.text).toBe('Hello Asha,\n\nyour order is ready.\nCome by.\n\nhttps://x.test/o#t=1&u=2\n\nSmile & Co\n');
  expect(made.html).toContain('<p style="margin:0 0 16px;line-height:1.5">your order is ready.<br>Come by.</p>');
  expect(made.html).toContain('href="https://x.test/o#t=1&amp;u=2"');
  expect(made.html).toContain('See it</a>');
  expect(made.html).toContain('background:#123456;color:#ffffff');
  expect(made.html).toContain('Smile &amp; Co');
  expect(renderLetter(letter.texts.hi, { person: 'Asha', number: '1' }, { ...house, language: 'hi' }).html).toContain(
    '<html lang="hi">',
  );
});

test.each([
  '<script>alert(1)</script>',
  '{{number}} {{{number}}} {{constructor}}',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='x",
  ['$', '{7*7} <%= 7*7 %> #{7*7}'].join(''),
])('the value %s stays a value', (value) => {
  const made = renderLetter(letter.texts.en, { person: value, number: 'A\r\nBcc: x@y.example' }, house);
  expect(made.text).toContain(`Hello ${value},`);
  expect(made.subject).toBe('Order A Bcc: x@y.example');
  expect(made.html).not.toMatch(/<script|<img|onmouseover='/);
  expect(made.html).not.toContain('49');
});

test("an organisation's own words bring no HTML, and its looks no style", () => {
  const words = { subject: 'S', body: '<b onclick="x">{{person}}</b>\n\n<script>1</script>' };
  const looks = { ...house, primary_color: 'red;background:url(x)', logo_url: 'javascript:alert(1)' };
  const made = renderLetter(words, { person: 'A', number: '1' }, looks);
  expect(made.html).toContain('&lt;b onclick=&quot;x&quot;&gt;A&lt;/b&gt;');
  expect(made.html).not.toMatch(/<script|javascript:|url\(x\)/);
});

describe('a template', () => {
  test.each([
    ['{{person}} and {{ number }}', null],
    ['no field at all', null],
    ['{{nobody}}', 'There is no {{nobody}} here; there are person, number.'],
    ['{{constructor}}', 'There is no {{constructor}}'],
    ['{{__proto__.x}}', 'There is no {{__proto__.x}}'],
    ['{{{person}}}', 'Only {{field}} is possible'],
    ['{{&person}}', 'Only {{field}} is possible'],
    ['{{#person}}x{{/person}}', 'Only {{field}} is possible'],
    ['{{>partial}}', 'Only {{field}} is possible'],
    ['{{=<% %>=}}', 'Only {{field}} is possible'],
    ['{{person', 'not closed'],
    ['{{#person}}', 'not closed'],
  ])('%s', (template, fault) => {
    const found = templateFault(letter, template);
    if (fault === null) expect(found).toBeNull();
    else expect(found).toContain(fault);
  });

  test('of the program with a fault stops the start', () => {
    expect(() => defineLetter({ ...letter, texts: { ...letter.texts, en: { subject: '{{x}}', body: '' } } })).toThrow(
      'orders.ready (en): There is no {{x}}',
    );
  });
});

test('every letter of identity is written in every language', () => {
  for (const { texts, name } of identityLetters)
    for (const language of LANGUAGES) expect(texts[language]?.body.length, `${name} ${language}`).toBeGreaterThan(20);
});

test.each([
  ['hi-IN,hi;q=0.9,en;q=0.8', 'hi'],
  ['fr-FR,fr;q=0.9,hi;q=0.5', 'hi'],
  ['en-IN', 'en'],
  ['ta', 'en'],
  ['', 'en'],
  [null, 'en'],
])('who asks for %s reads %s', (wanted, language) => expect(languageOf(wanted)).toBe(language));

test.each([
  ['#ffffff', '#000000'],
  ['#000000', '#ffffff'],
  ['#f59e0b', '#000000'],
  ['#123456', '#ffffff'],
])('on %s one writes in %s', (color, ink) => expect(inkOn(color)).toBe(ink));
