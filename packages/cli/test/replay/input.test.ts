import { describe, expect, it } from 'vitest';
import { CommandFailure } from '../../src/exit.ts';
import { parseCsv } from '../../src/replay/csv.ts';
import { parseInput } from '../../src/replay/input.ts';

const header = 'TIMESTAMP,ContextTokens,GeneratedTokens';

function complaint(text: string): string {
  try {
    parseInput(text, 'f.csv');
  } catch (error) {
    if (error instanceof CommandFailure) return error.message;
    throw error;
  }
  return 'nothing';
}

describe('CSV', () => {
  it.each([
    [
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['\uFEFFa\n"x, ""y"""\n', [['a'], ['x, "y"']]],
    [
      'a,b\n\n1,\n',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    [
      'a,b\n1,',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    ['', []],
  ])('%j is read as %j', (text, rows) => {
    expect(parseCsv(text, 'f').map((row) => row.cells)).toEqual(rows);
  });

  it('counts lines through quoted line ends', () => {
    expect(parseCsv('a\n"1\n2"\n3\n', 'f').map((row) => row.line)).toEqual([1, 2, 4]);
  });

  it.each(['a\nb"c\n', 'a\n"b" c\n', 'a\n"b\n'])('%j has a quote out of place', (text) => {
    expect(() => parseCsv(text, 'f.csv')).toThrow(/f\.csv:2: a quote/);
  });
});

describe('a trace', () => {
  it('has times to the 100 ns, in UTC', () => {
    const text = `${header}\r\n2023-11-16 18:17:03.9799600,4808,10\r\n2024-05-10 00:00:00.009930+00:00,7,0`;
    expect(parseInput(text, 'f.csv')).toEqual({
      kind: 'trace',
      rows: [
        { line: 2, timeMs: Date.UTC(2023, 10, 16, 18, 17, 3) + 979.96, inputTokens: 4808, outputTokens: 10 },
        { line: 3, timeMs: Date.UTC(2024, 4, 10) + 9.93, inputTokens: 7, outputTokens: 0 },
      ],
    });
  });

  it.each([
    ['2023-11-16 18:17:03.97,4808', 'f.csv:3: 3 columns are expected, not 2'],
    ['16.11.2023 18:17,1,1', 'f.csv:3: TIMESTAMP "16.11.2023 18:17" is no UTC time'],
    ['2023-02-31 18:17:99,1,1', 'f.csv:3: TIMESTAMP'],
    ['2023-11-16 18:17:03,-1,1', 'f.csv:3: ContextTokens "-1" is no whole number'],
    ['2023-11-16 18:17:03,1,1e3', 'f.csv:3: GeneratedTokens "1e3" is no whole number'],
    ['2023-11-16 18:17:03,1.5,1', 'f.csv:3: ContextTokens'],
  ])('with the row %j is refused by line', (row, message) => {
    expect(complaint(`${header}\n2023-11-16 18:17:03,1,1\n${row}\n`)).toContain(message);
  });

  it('with many bad rows names the first ten and counts the rest', () => {
    const lines = complaint(`${header}\n${'x,1,1\n'.repeat(13)}`).split('\n');
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe('… and 3 more');
  });
});

describe('usage records', () => {
  it('come as JSON lines, sent as they are; without an id they get one that the same file gives again', () => {
    const record = { agent: 'a', usage: { provider: 'openai', model: 'gpt-4o', input_tokens: 1, output_tokens: 2 } };
    const own = { ...record, id: 'mine', source: 'billing', time: '2026-11-01T00:00:00Z' };
    const text = [record, record, own].map((each) => JSON.stringify(each)).join('\n');
    const first = parseInput(text, 'f');
    expect(first).toEqual(parseInput(text, 'f'));
    if (first.kind !== 'usage') throw new Error('not read as usage');
    expect(first.rows[2]).toEqual({
      line: 3,
      timeMs: Date.UTC(2026, 10, 1),
      agent: 'a',
      model: 'openai/gpt-4o',
      record: own,
    });
    const ids = first.rows.map((row) => row.record.id);
    expect(new Set(ids).size).toBe(3);
    expect(first.rows[0]?.record).toMatchObject({ ...record, source: 'cofferdam-replay' });
  });

  it('keep their ids when another line of the file is mended', () => {
    const idOfLast = (first: string) => {
      const input = parseInput(`${first}\n{"agent":"b","cost_usd":"1"}\n`, 'f');
      return input.kind === 'usage' ? input.rows[1]?.record.id : undefined;
    };
    expect(idOfLast('{"agent":"a"}')).toBe(idOfLast('{"agent":"c"}'));
  });

  it('come as CSV: token columns make the usage, a cost of its own keeps the model as a label', () => {
    const text =
      'id,source,agent,provider,model,input_tokens,output_tokens,cost_usd\n1,s,a,openai,gpt-4o,5,6,\n2,s,a,openai,gpt-4o,,,0.25\n';
    const input = parseInput(text, 'f.csv');
    expect(input.rows.map((row) => ('record' in row ? row.record : row))).toEqual([
      {
        id: '1',
        source: 's',
        agent: 'a',
        usage: { provider: 'openai', model: 'gpt-4o', input_tokens: 5, output_tokens: 6 },
      },
      { id: '2', source: 's', agent: 'a', provider: 'openai', model: 'gpt-4o', cost_usd: '0.25' },
    ]);
  });

  it.each([
    ['{"agent":"a"}\n{"agent":\n{"agent":"b"}', 2, 'this is no JSON object', 2],
    ['{"agent":"a"}\n[]\n', 2, 'this is no JSON object', 1],
    ['{"x":1}', 1, 'agent is missing', 0],
    ['{"agent":"a","time":"soon"}', 1, 'time "soon" is no RFC 3339 time', 0],
    ['agent,input_tokens\na,many\na,1\n', 2, 'input_tokens "many" is no whole number', 1],
    ['agent,input_tokens\na\n', 2, '2 columns are expected, not 1', 0],
  ])('%j has a bad line, %i: %s; the others are sent', (text, line, detail, sent) => {
    const input = parseInput(text, 'f.csv');
    if (input.kind !== 'usage') throw new Error('not read as usage');
    expect(input.bad).toEqual([{ line, code: 'unreadable', detail }]);
    expect(input.rows).toHaveLength(sent);
  });

  it.each([
    ['agent,tokens\na,1\n', 'f.csv:1: column "tokens" is not known'],
    ['agent,cost_usd,agent\na,1,b\n', 'f.csv:1: two columns have the name "agent"'],
    ['agent,cost_usd\na,"1\n', 'f.csv:2: a quote is out of place'],
    ['agent,cost_usd\n', 'f.csv has no rows'],
    ['hello\n', 'f.csv is neither a trace nor usage records'],
    ['', 'f.csv is neither a trace nor usage records'],
  ])('%j is refused: %s', (text, message) => {
    expect(complaint(text)).toContain(message);
  });
});
