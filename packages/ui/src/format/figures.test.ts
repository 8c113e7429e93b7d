/** Figures are written as Indian books write them and read as people type them. */
import { describe, expect, it } from 'vitest';
import { compactMoney, count, fileSize, money, parseFigure, percent, quantity, unitPrice } from './figures.ts';

describe('money', () => {
  it('groups by lakh and crore, always with two decimals', () => {
    expect(money(285847.15)).toBe('2,85,847.15');
    expect(money(198263464.65)).toBe('19,82,63,464.65');
    expect(money(0)).toBe('0.00');
    expect(money(5, { symbol: true })).toBe('₹5.00');
  });

  it('puts what is negative in brackets, but not what rounds to nothing', () => {
    expect(money(-1230.6)).toBe('(1,230.60)');
    expect(money(-1230.6, { symbol: true })).toBe('(₹1,230.60)');
    expect(money(-0.001)).toBe('0.00');
    expect(money(-0)).toBe('0.00');
  });

  it('shortens to lakh and crore', () => {
    expect(compactMoney(198263464.65, { symbol: true })).toBe('₹19.83 Cr');
    expect(compactMoney(6250000)).toBe('62.50 L');
    expect(compactMoney(45515.57)).toBe('45,516');
    expect(compactMoney(9_999_999)).toBe('1.00 Cr');
    expect(compactMoney(99_999.6)).toBe('1.00 L');
    expect(compactMoney(-250000)).toBe('(2.50 L)');
    expect(compactMoney(0)).toBe('0');
  });
});

it('writes quantities, prices, rates, counts and sizes', () => {
  expect(quantity(1250.5, 'KGS')).toBe('1,250.5 KGS');
  expect(quantity(-3)).toBe('(3)');
  expect(unitPrice(333.3333)).toBe('333.3333');
  expect(unitPrice(12)).toBe('12.00');
  expect(percent(18)).toBe('18%');
  expect(percent(0.25)).toBe('0.25%');
  expect(percent(-4)).toBe('(4%)');
  expect(count(100000)).toBe('1,00,000');
  expect(fileSize(0)).toBe('0 B');
  expect(fileSize(1234567)).toBe('1.2 MB');
  expect(fileSize(999_999)).toBe('1 MB');
});

describe('a figure that was typed', () => {
  it.each([
    ['1,23,456.50', 123456.5],
    [' 42 ', 42],
    ['.5', 0.5],
    ['₹500', 500],
    ['-500', -500],
    ['(500)', -500],
    ['1.5l', 150000],
    ['2 cr', 20000000],
    ['1.2345678cr', 12345678],
    ['12k', 12000],
    ['-0', 0],
  ])('%s is read', (text, value) => {
    expect(parseFigure(text)).toBe(value);
  });

  it.each(['', '.', '12a', '1.234', '(-5)', '1.2.3', '--1', 'cr', '9999999999999999', 'NaN'])('%s is none', (text) => {
    expect(parseFigure(text)).toBeNull();
  });

  it('takes as many decimals as the field has', () => {
    expect(parseFigure('1.234', 3)).toBe(1.234);
    expect(parseFigure('1.2340', 3)).toBe(1.234);
    expect(parseFigure('1.5', 0)).toBeNull();
  });
});
