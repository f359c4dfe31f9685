import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorKinds } from '../../../src/errors/registry.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

const root = new URL('../../../../../', import.meta.url);
const page = readFileSync(new URL('docs/reference/errors.md', root), 'utf8');

/** The rows of the page's table: code, status, meaning, what to do. */
const rows = [...page.matchAll(/^\| \[`(\w+)`\]\(#(\w+)\) \| (\d+) \| (.+) \| (.+) \|$/gm)].map((match) =>
  match.slice(1),
);
const sections = [...page.matchAll(/^## (\w+)\n\n\*\*(\d{3}) (.+?)\.\*\*/gm)].map((match) => match.slice(1));
const kinds = Object.entries(errorKinds);

describe('docs/reference/errors.md and the registry of errors say the same', () => {
  it('in the table, row by row', () => {
    expect(rows).toEqual(kinds.map(([code, { status, title, advice }]) => [code, code, String(status), title, advice]));
  });

  it('in the sections, one for each code', () => {
    expect(sections).toEqual(kinds.map(([code, { status, title }]) => [code, String(status), title]));
  });

  it('and no refusal of spending is a status that official clients try again', () => {
    const refusals = [
      'budget_exceeded',
      'run_cap_exceeded',
      'insufficient_credit',
      'agent_paused',
      'run_finished',
      'model_unpriced',
    ];
    for (const code of refusals) expect([402, 403, 422]).toContain(errorKinds[code as keyof typeof errorKinds].status);
  });
});

/** The text of all sources of a package but the registry itself. */
function sourcesOf(name: string): string {
  const directory = new URL(`packages/${name}/src/`, root);
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('errors/registry.ts'))
    .map((file) => readFileSync(new URL(file, directory), 'utf8'))
    .join('\n');
}

it('every code of the registry is raised somewhere', () => {
  const sources = sourcesOf('server') + sourcesOf('core');
  const unused = kinds.map(([code]) => code).filter((code) => !sources.includes(`'${code}'`));
  expect(unused).toEqual([]);
});

describe('GET /problems/{code}', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startTestNode();
  });
  afterAll(() => node.close());

  it('is where the type of a problem leads, without a key', async () => {
    const problem = await node.as(null)('GET', '/v1/usage');
    expect(problem.json).toMatchObject({ type: '/problems/unauthenticated' });
    expect((await node.as(null)('GET', '/problems/unauthenticated')).json).toEqual({
      type: '/problems/unauthenticated',
      code: 'unauthenticated',
      ...errorKinds.unauthenticated,
    });
  });

  it.each(['nothing', 'not_found', 'constructor', '__proto__'])('knows no %s', async (name) => {
    expect((await node.as(null)('GET', `/problems/${name}`)).json).toMatchObject({ status: 404, code: 'not_found' });
  });
});
