import { createExchange } from '../api-client/exchange.ts';
import type { ApiClient } from '../api-client/client.ts';
import { listAt, textAt } from '../api-client/fields.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { nanoUsd, readBudget } from './allowance.ts';
import type { Crew } from './set-up.ts';

/** What one budget says when all is over; amounts in nano-USD. */
export interface BudgetFinding {
  readonly name: string;
  readonly spentNanoUsd: bigint;
  readonly limitNanoUsd: bigint;
}

/** What was found out about a demo that is over, each figure from a source of its own. */
export interface Findings {
  readonly budgets: readonly BudgetFinding[];
  /** The runs of the demo, by the ledger. */
  readonly ledgerNanoUsd: bigint;
  /** By the simulated providers' own books; null where they are on another machine. */
  readonly provider: ProviderCount | null;
}

export interface ProviderCount {
  readonly calls: number;
  readonly billNanoUsd: bigint;
}

export async function findOut(
  client: ApiClient,
  { members, budget }: Crew,
  tag: string,
  simulatorUrl: string,
  now: Date,
): Promise<Findings> {
  const budgets: BudgetFinding[] = [];
  for (const one of [...members.map((member) => member.budget), budget]) {
    const { spentUsd, limitUsd } = await readBudget(client, one, now);
    budgets.push({ name: one.name, spentNanoUsd: nanoUsd(spentUsd), limitNanoUsd: nanoUsd(limitUsd) });
  }
  let ledgerNanoUsd = 0n;
  for (const { run, tally } of members) ledgerNanoUsd += tally.answered.length === 0 ? 0n : await spentIn(client, run);
  return { budgets, ledgerNanoUsd, provider: await countAtProvider(client.url, simulatorUrl, tag) };
}

async function spentIn(client: ApiClient, run: string): Promise<bigint> {
  const found = expectSuccess(await client.send({ method: 'GET', path: `/v1/runs/${encodeURIComponent(run)}` }));
  return nanoUsd(textAt(found, 'spent_usd') ?? '0');
}

/** The simulated providers listen on the server's machine alone: from another one, their address is somebody else's. */
async function countAtProvider(serverUrl: string, simulatorUrl: string, tag: string): Promise<ProviderCount | null> {
  if (!isLoopback(serverUrl) || !isLoopback(simulatorUrl)) return null;
  const url = `${simulatorUrl}/_sim/truth`;
  try {
    const { text } = await createExchange(simulatorUrl, 10_000)({ method: 'GET', url, headers: {}, body: undefined });
    const own = listAt(JSON.parse(text), 'data').filter((record) => textAt(record, 'tag') === tag);
    const billNanoUsd = sum(own.map((record) => BigInt(textAt(record, 'costNanoUsd') ?? '0')));
    return { calls: own.length, billNanoUsd };
  } catch {
    return null;
  }
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname);
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
