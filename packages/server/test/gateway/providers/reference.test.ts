import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ANSWER_KINDS, METER_FLAGS } from '../../../src/gateway/providers/index.ts';

const page = readFileSync(new URL('../../../../../docs/reference/metering.md', import.meta.url), 'utf8');

/** The names in the first column of the table under a heading. */
function listed(heading: string): string[] {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([a-z_-]+)`/gm)].map((match) => match[1] ?? '');
}

it('the reference explains every flag, and no other', () => {
  expect(listed('Flags')).toEqual([...METER_FLAGS]);
});

it('the reference describes every kind of answer, and no other', () => {
  expect(listed('What is read')).toEqual([...ANSWER_KINDS]);
});
