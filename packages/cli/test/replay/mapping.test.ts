import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/exit.ts';
import {
  type Assignment,
  createMapping,
  defaultAgents,
  defaultModels,
  mappingNames,
  parseAgents,
  parseModels,
} from '../../src/replay/mapping.ts';

const agents = parseAgents(defaultAgents);
const models = parseModels(defaultModels);

function count(assignments: readonly Assignment[], of: (assignment: Assignment) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const assignment of assignments) counts[of(assignment)] = (counts[of(assignment)] ?? 0) + 1;
  return counts;
}

describe('the mapping of rows to agents and models', () => {
  it('paired deals rows out 6 : 3 : 1, each agent on its own model', () => {
    const mapping = createMapping('paired', agents, models);
    const dealt = Array.from({ length: 1000 }, (_, index) => mapping.assign(index));
    expect(count(dealt, ({ agent, provider, model }) => `${agent} ${provider}/${model}`)).toEqual({
      'coder openai/gpt-4o': 600,
      'reviewer anthropic/claude-sonnet-4-5': 300,
      'tester openai/gpt-4o-mini': 100,
    });
    expect(mapping.description).toContain('coder 6 : reviewer 3 : tester 1');
  });

  it('paired mixes agents rather than serving one after the other', () => {
    const mapping = createMapping('paired', agents, models);
    const dealt = Array.from({ length: 20 }, (_, index) => mapping.assign(index).agent);
    expect(new Set(dealt.slice(0, 10)).size).toBe(3);
    expect(dealt.join(' ')).not.toContain('coder coder coder');
  });

  it('crossed takes every agent through all models evenly', () => {
    const mapping = createMapping('crossed', agents, models);
    const dealt = Array.from({ length: 900 }, (_, index) => mapping.assign(index));
    const counts = count(dealt, ({ agent, model }) => `${agent} ${model}`);
    expect(Object.keys(counts)).toHaveLength(9);
    expect(counts).toMatchObject({ 'coder gpt-4o': 180, 'reviewer gpt-4o': 90, 'tester gpt-4o-mini': 30 });
  });

  it('hash keeps to the weights, and ties no agent to a model', () => {
    const mapping = createMapping('hash', agents, models);
    const dealt = Array.from({ length: 30_000 }, (_, index) => mapping.assign(index));
    const counts = count(dealt, ({ agent, model }) => `${agent} ${model}`);
    for (const [agent, share] of [
      ['coder', 0.6],
      ['reviewer', 0.3],
      ['tester', 0.1],
    ] as const) {
      for (const { model } of models) expect(counts[`${agent} ${model}`]).toBeCloseTo((30_000 * share) / 3, -3);
    }
  });

  it.each(mappingNames)('%s says the same of the same row every time', (name) => {
    const [one, other] = [createMapping(name, agents, models), createMapping(name, agents, models)];
    for (const index of [0, 7, 8818, 123_456]) expect(one.assign(index)).toEqual(other.assign(index));
  });

  it.each(['', 'a,', 'a=0', 'a=x', 'a=1=2', 'a,a', 'a=9999', '=5'])('--agents %j is a usage error', (text) => {
    expect(() => parseAgents(text)).toThrow(UsageError);
  });

  it.each(['', 'gpt-4o', 'openai/', '/gpt-4o', 'openai/a,'])('--models %j is a usage error', (text) => {
    expect(() => parseModels(text)).toThrow(UsageError);
  });

  it('keeps slashes of a model name', () => {
    expect(parseModels('openrouter/meta/llama-3')).toEqual([{ provider: 'openrouter', model: 'meta/llama-3' }]);
  });
});
