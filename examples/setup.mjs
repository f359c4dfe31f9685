// What an administrator does for an agent before it starts, and what the ledger has of it afterwards.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Cofferdam } from '@cofferdam/sdk';

export const url = process.env.COFFERDAM_URL || 'http://127.0.0.1:4600';

/** Base URL of the connection `sim`, which leads to simulated providers. Yours is `${url}/gateway/openai`, say. */
export const gateway = `${url}/gateway/sim`;

/** As `npx cofferdam` finds it: from the environment, or from the file that the server made on its first start. */
function adminKey() {
  const home = userInfo().uid === 0 ? '/var/lib/cofferdam' : join(homedir(), '.cofferdam');
  const file = join(process.env.COFFERDAM_DATA_DIR || home, 'admin-key');
  return process.env.COFFERDAM_KEY || readFileSync(file, 'utf8').trim();
}

const admin = new Cofferdam({ baseUrl: url, apiKey: adminKey() });

function unlessThereAlready(error) {
  if (error.code !== 'name_taken') throw error;
}

/** An agent that may spend a dollar a day: a key that is bound to it, and a name for the task that it begins. */
export async function startAgent(agent) {
  const budget = { name: `${agent} a day`, per: 'agent', match: { agent }, window: 'day', limit_usd: '1' };
  await admin.agents.create({ id: agent }).catch(unlessThereAlready);
  await admin.budgets.create(budget).catch(unlessThereAlready);
  const { id, secret: key } = await admin.keys.create({ name: `example of ${agent}`, kind: 'agent', agent });
  process.once('beforeExit', () => void admin.keys.revoke(id));
  return { key, run: `${agent}-${randomUUID().slice(0, 8)}` };
}

/** Prints what the ledger has of a run and of the runs below it, once nothing of it is under way. */
export async function printLedger(run) {
  let found = await admin.runs.get(run);
  while (found.reserved_usd !== '0') found = await admin.runs.get(run);
  console.log(`\nThe ledger has ${found.spent_usd} USD for ${run}:`);
  for await (const { cost_usd: cost, model, tool, agent, team, workflow, user } of admin.runs.usage(run)) {
    const labels = Object.entries({ team, workflow, user }).filter(([, value]) => value !== null);
    console.log(`  ${cost} USD, ${model ?? tool}, ${[agent, ...labels.map((label) => label.join(' '))].join(', ')}`);
  }
}
