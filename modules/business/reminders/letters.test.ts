/** Worked sentences of reminders: what is open line by line, and the address that WhatsApp opens. */
import { expect, test } from 'vitest';
import { fitting } from './attached.ts';
import { openText, outstandingText, SAID, whatsappUrl } from './letters.ts';

const rupees = { currency: 'INR', balance_in_currency: null };
const open = [
  { ...rupees, id: '1', number: 'INV/26-27/0001', due_date: '2026-11-14', balance: 363_800 },
  { ...rupees, id: '2', number: 'INV/26-27/0002', due_date: '2026-11-20', balance: 50 },
  { ...rupees, id: '3', number: 'INV/26-27/0003', due_date: '2026-11-21', balance: 12_345_600 },
];

test('each line says number, day, rupees and how late it is', () => {
  expect(openText(open, '2026-11-21', 'en')).toBe(
    [
      'INV/26-27/0001 · due 14-11-2026 · ₹ 3,638.00 · 7 days overdue',
      'INV/26-27/0002 · due 20-11-2026 · ₹ 0.50 · 1 day overdue',
      'INV/26-27/0003 · due 21-11-2026 · ₹ 1,23,456.00',
    ].join('\n'),
  );
  expect(openText(open, '2026-11-21', 'hi', 1)).toBe('INV/26-27/0001 · देय 14-11-2026 · ₹ 3,638.00 · 7 दिन देर\nऔर 2');
  expect(outstandingText(open)).toBe('₹ 1,27,094.50');
});

test('papers go with a mail as long as it carries them; one that is too large is left out', () => {
  const of = (bytes: number) => ({ content: Buffer.alloc(bytes) });
  expect(fitting([of(40), of(70), of(50), of(20)], 100).map(({ content }) => content.length)).toEqual([40, 50]);
  expect(fitting([of(101)], 100)).toEqual([]);
});

test('what is billed in another currency is asked for in it', () => {
  const abroad = [
    ...open.slice(0, 1),
    {
      id: '4',
      number: 'INV/26-27/0004',
      due_date: '2026-11-22',
      balance: 830_000,
      currency: 'USD',
      balance_in_currency: 100,
    },
    {
      id: '5',
      number: 'INV/26-27/0005',
      due_date: '2026-11-22',
      balance: 5_600,
      currency: 'JPY',
      balance_in_currency: 100,
    },
    {
      id: '6',
      number: 'INV/26-27/0006',
      due_date: '2026-11-22',
      balance: 830,
      currency: 'USD',
      balance_in_currency: 0.1,
    },
  ];
  expect(openText(abroad.slice(1, 2), '2026-11-21', 'en')).toBe('INV/26-27/0004 · due 22-11-2026 · USD 100.00');
  expect(outstandingText(abroad)).toBe('₹ 3,638.00 + JPY 100 + USD 100.10');
});

test.each([
  ['+91 98200 00000', '919820000000'],
  ['098200 00000', '919820000000'],
  ['+971 50 123 4567', '971501234567'],
  ['22 1234', ''],
  [null, ''],
])('the number %s is %s to WhatsApp', (phone, number) => {
  const text = SAID.en.text('Gupta', '₹ 1.00', 'INV/1', 'Sri Lakshmi', 'https://x.example/#a');
  expect(whatsappUrl(text, phone)).toBe(`https://wa.me/${number}?text=${encodeURIComponent(text)}`);
});
