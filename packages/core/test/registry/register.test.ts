import { describe, expect, it } from 'vitest';
import { createRun, record, report, reserve } from '../ledger/support/commands.ts';
import { agentEntry, budget, dayMs, freshState } from '../ledger/support/state.ts';
import { ledgerOf } from '../ledger/support/test-ledger.ts';

describe('labels are registered on first use, inside the decision (litellm#40095)', () => {
  it('each once, by a reservation, a run or a report', () => {
    const ledger = ledgerOf();
    const every = { workflow: 'w', connection: 'c', user: 'u', team: 't' };
    ledger.must(reserve('r', 1n, { labels: every }), reserve('s', 1n, { labels: every }));
    expect([...ledger.state.registry.keys()]).toEqual(['agent bot', 'workflow w', 'connection c', 'user u', 'team t']);
    ledger.must(createRun('task', { labels: { user: 'v' } }), record(report('a', 1n, { labels: { user: 'x' } })));
    expect(ledger.state.registry.has('user v')).toBe(true);
    expect(ledger.state.registry.has('user x')).toBe(true);
    expect(ledger.state.creations.counts.get('user')).toBe(3);
  });

  it('a refused call registers nothing', () => {
    const ledger = ledgerOf(freshState({ budgets: [budget({ limit: 1n })] }));
    ledger.refusal(reserve('r', 2n, { run: 'task', labels: { user: 'u' } }));
    expect(ledger.state.registry.size).toBe(0);
    expect(ledger.state.runs.size).toBe(0);
    expect(ledger.state.creations.counts.size).toBe(0);
  });

  it("the day's cap on new labels refuses one more, by its kind, until the next UTC day", () => {
    const ledger = ledgerOf(freshState({ caps: { user: 2 } }));
    const of = (user: string): ReturnType<typeof reserve> => reserve(`r-${user}`, 1n, { labels: { user } });
    ledger.must(of('a'), of('b'));
    expect(ledger.refusal(of('c'))).toEqual({ code: 'label_cap_exceeded', label: 'user', cap: 2 });
    ledger.must(reserve('known', 1n, { labels: { user: 'a' } }), reserve('other-kind', 1n, { labels: { team: 'c' } }));
    ledger.pass(dayMs);
    ledger.must(of('c'));
  });

  it('and on new runs; a call without a run makes none', () => {
    const ledger = ledgerOf(freshState({ caps: { run: 1 } }));
    ledger.must(createRun('a'));
    expect(ledger.refusal(createRun('b'))).toEqual({ code: 'label_cap_exceeded', label: 'run', cap: 1 });
    expect(ledger.refusal(reserve('r', 1n, { run: 'b' })).code).toBe('label_cap_exceeded');
    ledger.must(reserve('r', 1n), reserve('s', 1n, { run: 'a' }));
  });

  it('a key that makes no agents is told that there is none', () => {
    const ledger = ledgerOf();
    expect(ledger.refusal(reserve('r', 1n, { mayCreateAgent: false }))).toEqual({
      code: 'not_found',
      what: 'agent bot',
    });
    expect(ledger.refusal(createRun('task', { mayCreateAgent: false })).code).toBe('not_found');
    ledger.must(reserve('r', 1n), reserve('s', 1n, { mayCreateAgent: false, labels: { user: 'new' } }));
  });
});

describe("the team of an agent is the registry's", () => {
  const perTeam = budget({ per: 'team', limit: 10n });
  const inTeam = freshState({ budgets: [perTeam], agents: [agentEntry('bot', { team: 'red' })] });

  it('a caller cannot move its spend to another team, nor away from its own', () => {
    const ledger = ledgerOf(inTeam);
    ledger.must(
      reserve('r', 4n, { labels: { team: 'blue' } }),
      reserve('s', 4n),
      record(report('a', 1n, { labels: { team: 'blue' } })),
    );
    expect(ledger.counter(perTeam, 'red')).toEqual({ spent: 1n, reserved: 8n });
    expect(ledger.counter(perTeam, 'blue')).toEqual({ spent: 0n, reserved: 0n });
    expect(ledger.state.registry.has('team blue')).toBe(false);
  });
});
