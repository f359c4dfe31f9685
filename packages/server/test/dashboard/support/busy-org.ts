import type { Call, Reply } from '../../api/support/test-node.ts';
import { busyAgents, busyDay, dayMs } from './busy-usage.ts';

/**
 * A clock that runs with the real one, some time behind it. A node that is started with `() => Date.now() - clock.behindMs`
 * lets the org's last days pass one after the other, so that its credit has been burned for days. It starts 9 days behind:
 * time never runs backwards in an org.
 */
export interface BusyClock {
  behindMs: number;
}

const pastDays = 60;

async function made(reply: Promise<Reply>): Promise<Record<string, string>> {
  const { status, json, text } = await reply;
  if (status >= 300) throw new Error(`${status} ${text}`);
  return (json ?? {}) as Record<string, string>;
}

type Post = (path: string, body: unknown) => Promise<Record<string, string>>;

function posting(call: Call): Post {
  return (path, body) => made(call('POST', path, body));
}

const budgets = [
  { name: 'everything, a month', per: 'org', window: 'month', limit_usd: '900', enforcement: 'hard', owner: 'finance' },
  { name: 'each agent, a day', per: 'agent', window: 'day', limit_usd: '40', enforcement: 'hard' },
  { name: 'support-bot, a day', per: 'agent', match: { agent: 'support-bot' }, window: 'day', limit_usd: '12.5' },
  {
    name: 'research, a week',
    per: 'team',
    match: { team: 'research' },
    window: 'week',
    limit_usd: '150',
    enforcement: 'soft',
  },
  { name: 'one task', per: 'run', window: 'run', limit_usd: '8', enforcement: 'hard' },
  { name: 'calls a minute', per: 'agent', window: 'minute', limit_requests: 600, enforcement: 'hard' },
  {
    name: 'crawler, a day',
    per: 'agent',
    match: { agent: 'crawler' },
    window: 'day',
    limit_usd: '3',
    actions: [
      { at: 0.8, do: 'throttle', requests_per_minute: 10 },
      { at: 1, do: 'pause' },
    ],
  },
] as const;

async function makeRegistry(post: Post): Promise<void> {
  await Promise.all(busyAgents.map(({ id, name, team }) => post('/v1/agents', { id, name, team })));
  await Promise.all([
    post('/v1/connections', { name: 'openai', provider: 'openai', api_key: 'sk-busy-1234' }),
    post('/v1/connections', { name: 'anthropic', provider: 'anthropic', api_key: 'sk-ant-busy-5678' }),
    post('/v1/connections', { name: 'gemini', provider: 'gemini', api_key: 'AIza-busy-9012' }),
    post('/v1/keys', { name: 'fleet', kind: 'service' }),
    post('/v1/keys', { name: 'support-bot in production', kind: 'agent', agent: 'support-bot' }),
    post('/v1/keys', { name: 'coder', kind: 'agent', agent: 'coder', pins: { team: 'platform' } }),
    ...budgets.map((budget) => post('/v1/budgets', { enforcement: 'hard', ...budget })),
  ]);
}

async function fillWallet(post: Post, nowMs: number): Promise<void> {
  const inDays = (days: number): string => new Date(nowMs + days * dayMs).toISOString();
  await post('/v1/credits/top-ups', { amount_usd: '1500', reference: 'invoice-1041', expires_at: inDays(300) });
  await post('/v1/credits/top-ups', { amount_usd: '750', reference: 'invoice-1077' });
  await post('/v1/credits/grants', {
    amount_usd: '150',
    source: 'promotion',
    reference: 'welcome',
    expires_at: inDays(12),
    reason: 'welcome credit',
  });
}

/** A task with the runs below it: two that went well, one that failed. */
async function runATree(post: Post): Promise<void> {
  await post('/v1/runs', { id: 'release-42', agent: 'coder', workflow: 'release', limit_usd: '6' });
  const below = ['tests', 'review', 'notes'];
  await Promise.all(
    below.map((id, index) =>
      post('/v1/runs', {
        id: `release-42.${id}`,
        agent: ['coder', 'reviewer', 'writer'][index],
        parent_run: 'release-42',
      }),
    ),
  );
  const usage = (run: string, agent: string, [provider, model]: readonly [string, string], input: number) => ({
    id: `tree-${run}`,
    source: 'busy-org',
    agent,
    run,
    usage: { provider, model, input_tokens: input, output_tokens: input / 10 },
  });
  await post('/v1/usage', [
    usage('release-42', 'coder', ['anthropic', 'claude-sonnet-4-5'], 180_000),
    usage('release-42.tests', 'coder', ['openai', 'gpt-5'], 90_000),
    usage('release-42.review', 'reviewer', ['openai', 'gpt-4o'], 60_000),
    usage('release-42.notes', 'writer', ['anthropic', 'claude-haiku-4-5'], 20_000),
  ]);
  await post('/v1/runs/release-42.tests/finish', { status: 'failed' });
  await post('/v1/runs/release-42.review/finish', { status: 'succeeded' });
}

async function finishRuns(post: Post): Promise<void> {
  const done = [1, 2, 3, 4].flatMap((day) =>
    busyAgents.slice(0, 4).map(({ workflow, id }, index) => ({
      run: `${workflow}-${id}-${day}-1`,
      status: (day + index) % 5 === 0 ? 'failed' : 'succeeded',
    })),
  );
  await Promise.all(done.map(({ run, status }) => post(`/v1/runs/${run}/finish`, { status })));
}

/** What happens now: charges that pass thresholds, calls that are refused, work under way. */
async function fillToday(call: Call): Promise<void> {
  const post = posting(call);
  const spent = (agent: string, costUsd: string, run: string) => ({
    id: `today-${agent}-${run}`,
    source: 'busy-org',
    agent,
    run: `${agent}-${run}`,
    cost_usd: costUsd,
  });
  await post('/v1/usage', [
    spent('support-bot', '9.120000417', 'morning'),
    spent('support-bot', '2.4', 'noon'),
    spent('coder', '7.35', 'release-41'),
    spent('researcher', '5.02', 'market-report'),
    spent('analyst', '3.6', 'figures'),
    spent('crawler', '3.2', 'nightly'),
    spent('triage', '0.000412', 'inbox'),
    {
      id: 'unpriced',
      source: 'busy-org',
      agent: 'writer',
      usage: { provider: 'openai', model: 'writer-house-model', input_tokens: 12_000, output_tokens: 900 },
    },
  ]);
  await runATree(post);
  await Promise.all([
    ...['coder', 'researcher', 'support-bot'].map((agent, index) =>
      post('/v1/reservations', { agent, amount_usd: `0.${index + 2}5`, ttl_seconds: 3_600, run: `${agent}-open` }),
    ),
    ...Array.from({ length: 4 }, () => call('POST', '/v1/reservations', { agent: 'support-bot', amount_usd: '2.5' })),
    ...Array.from({ length: 2 }, () => call('POST', '/v1/reservations', { agent: 'crawler', amount_usd: '0.02' })),
    call('POST', '/v1/reservations', { agent: 'coder', amount_usd: '45' }),
  ]);
}

/**
 * A small org at work: nine agents in four teams with 60 days of usage, budgets at different shares, runs with runs below
 * them, refusals, open alerts and reservations, a prepaid wallet with lots, and an agent that its budget has paused.
 */
export async function makeBusyOrg(call: Call, clock: BusyClock | null = null): Promise<void> {
  const post = posting(call);
  const nowMs = Date.now();
  const todayMs = Math.floor(nowMs / dayMs) * dayMs;
  const lastDays = clock === null ? 0 : 8;
  if (clock !== null) clock.behindMs = lastDays * dayMs;
  await makeRegistry(post);
  await fillWallet(post, nowMs);
  const before = Array.from({ length: pastDays - lastDays }, (_, index) => busyDay(pastDays - index, todayMs)).flat();
  for (let from = 0; from < before.length; from += 1_000) await post('/v1/usage', before.slice(from, from + 1_000));
  for (let day = lastDays; day >= 1; day -= 1) {
    if (clock !== null) clock.behindMs = (day - 1) * dayMs + (nowMs - todayMs);
    await post('/v1/usage', busyDay(day, todayMs));
  }
  if (clock !== null) clock.behindMs = 0;
  await finishRuns(post);
  await fillToday(call);
}
