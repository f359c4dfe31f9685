import { describe, expect, it } from 'vitest';
import { createColour } from '../../src/terminal/colour.ts';
import { alignDecimals, formatCount, formatDuration } from '../../src/terminal/figures.ts';
import { renderTable } from '../../src/terminal/table.ts';

describe('a table', () => {
  it('aligns text to the left and figures to the right, and leaves no blanks at line ends', () => {
    const text = renderTable(
      [{ title: 'agent' }, { title: 'calls', align: 'right' }, { title: 'note' }],
      [
        ['coder', '1,200', ''],
        ['tester-long', '7', 'x'],
      ],
    );
    expect(text.split('\n')).toEqual([
      'agent        calls  note',
      '───────────  ─────  ────',
      'coder        1,200',
      'tester-long      7  x',
    ]);
  });

  it('leaves away what may go, the least important first, until it fits, and names it', () => {
    const columns = [
      { title: 'agent' },
      { title: 'input tokens', align: 'right' as const, goes: 2 },
      { title: 'refused amount', goes: 1 },
      { title: 'spent', align: 'right' as const },
    ];
    const rows = [['coder', '12', '0.5', '3']];
    const titles = (widest?: number) => renderTable(columns, rows, 0, widest).split('\n')[0]?.split(/ {2,}/);
    expect(titles()).toEqual(['agent', 'input tokens', 'refused amount', 'spent']);
    expect(titles(42)).toEqual(['agent', 'input tokens', 'refused amount', 'spent']);
    expect(titles(41)).toEqual(['agent', 'input tokens', 'spent']);
    expect(titles(20)).toEqual(['agent', 'spent']);
    expect(titles(5)).toEqual(['agent', 'spent']);
    expect(renderTable(columns, rows, 0, 20)).toMatch(/^coder +3\nLeft away .*: refused amount, input tokens\./m);
  });

  it('sets footer rows apart', () => {
    const lines = renderTable([{ title: 'a' }], [['1'], ['2'], ['3']], 1).split('\n');
    expect(lines).toEqual(['a', '─', '1', '2', '─', '3']);
  });

  it('takes the escape sequences out of names', () => {
    expect(renderTable([{ title: 'agent' }], [['\u001B[2Jbad\nname']]).split('\n')[2]).toBe('\uFFFD[2Jbad\uFFFDname');
  });
});

describe('figures', () => {
  it.each([
    [
      ['1', '0.5', '12.345678901'],
      ['1.000000000', '0.500000000', '12.345678901'],
    ],
    [
      ['3', '10'],
      ['3.00', '10.00'],
    ],
    [
      ['1234567.5', '-1000'],
      ['1,234,567.50', '-1,000.00'],
    ],
    [
      ['0.1', '-'],
      ['0.10', '-'],
    ],
    [[], []],
  ])('%j become %j: no digit is lost', (amounts, aligned) => {
    expect(alignDecimals(amounts)).toEqual(aligned);
  });

  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1234567, '1,234,567'],
  ])('%d is written %s', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  it.each([
    [0, '0:00'],
    [7400, '0:07'],
    [750_000, '12:30'],
    [3_723_000, '1:02:03'],
    [-5, '0:00'],
  ])('%d ms is written %s', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });
});

describe('colour', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
  ])('on a terminal: %s, with %j: %s', (isTerminal, env, coloured) => {
    expect(createColour(isTerminal, env).red('x') !== 'x').toBe(coloured);
  });
});
