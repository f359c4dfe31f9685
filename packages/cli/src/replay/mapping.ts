import { UsageError } from '../exit.ts';
import { createRandom } from '../trace/random.ts';

export interface ReplayAgent {
  name: string;
  /** Its share of the calls, beside the weights of the others. */
  weight: number;
}

export interface ReplayModel {
  provider: string;
  model: string;
}

export interface Assignment extends ReplayModel {
  agent: string;
}

export const mappingNames = ['paired', 'crossed', 'hash'] as const;
export type MappingName = (typeof mappingNames)[number];

/** Who made the call on row `index` (from 0), and on which model: always the same answer for the same row. */
export interface Mapping {
  assign(index: number): Assignment;
  /** What is done, for the person who reads the figures. */
  description: string;
}

export const defaultAgents = 'coder=60,reviewer=30,tester=10';
export const defaultModels = 'openai/gpt-4o,anthropic/claude-sonnet-4-5,openai/gpt-4o-mini';

const largestWeight = 1000;

/** A trace says neither which agent called nor which model: a stated rule deals both out. */
export function createMapping(
  name: MappingName,
  agents: readonly ReplayAgent[],
  models: readonly ReplayModel[],
): Mapping {
  const turns = dealTurns(agents);
  const modelAt = (position: number) => models[position % models.length] ?? fail();
  const call = ({ agentIndex, round }: Turn): Assignment => ({
    agent: agents[agentIndex]?.name ?? fail(),
    ...modelAt(name === 'paired' ? agentIndex : round),
  });
  return {
    description: describe(name, agents, models),
    assign(index) {
      if (name === 'hash') return call(drawTurn(index, turns, models.length));
      const turn = turns[index % turns.length] ?? fail();
      const turnsOfAgent = agents[turn.agentIndex]?.weight ?? fail();
      return call({ agentIndex: turn.agentIndex, round: Math.floor(index / turns.length) * turnsOfAgent + turn.round });
    },
  };
}

/** `a,b,c` or `a=60,b=30`. Throws a UsageError. */
export function parseAgents(text: string): ReplayAgent[] {
  const agents = text.split(',').map((part) => {
    const [name = '', weight = '1', ...rest] = part.trim().split('=');
    if (name === '' || rest.length > 0 || !/^[1-9]\d{0,3}$/.test(weight) || Number(weight) > largestWeight) {
      throw new UsageError(
        `--agents: "${part}" is neither a name nor name=weight, with a weight from 1 to ${largestWeight}`,
      );
    }
    return { name, weight: Number(weight) };
  });
  const twice = agents.find((agent, index) => agents.findIndex((other) => other.name === agent.name) !== index);
  if (twice) throw new UsageError(`--agents: ${twice.name} is named twice`);
  return reduceWeights(agents);
}

/** `provider/model,…`. Throws a UsageError. */
export function parseModels(text: string): ReplayModel[] {
  return text.split(',').map((part) => {
    const slash = part.indexOf('/');
    const [provider, model] = [part.slice(0, slash).trim(), part.slice(slash + 1).trim()];
    if (slash < 0 || provider === '' || model === '') throw new UsageError(`--models: "${part}" is not provider/model`);
    return { provider, model };
  });
}

interface Turn {
  agentIndex: number;
  /** Which of the agent's own turns in one cycle this is, from 0. */
  round: number;
}

/** One cycle of a weighted round-robin: each turn goes to whoever is furthest behind its share, the first named at a tie. */
function dealTurns(agents: readonly ReplayAgent[]): Turn[] {
  const total = agents.reduce((sum, agent) => sum + agent.weight, 0);
  const behind = agents.map(() => 0);
  const rounds = agents.map(() => 0);
  return Array.from({ length: total }, () => {
    for (const [index, agent] of agents.entries()) behind[index] = (behind[index] ?? 0) + agent.weight;
    const agentIndex = behind.indexOf(Math.max(...behind));
    behind[agentIndex] = (behind[agentIndex] ?? 0) - total;
    const round = rounds[agentIndex] ?? 0;
    rounds[agentIndex] = round + 1;
    return { agentIndex, round };
  });
}

function describe(name: MappingName, agents: readonly ReplayAgent[], models: readonly ReplayModel[]): string {
  const shares = agents.map((agent) => `${agent.name} ${agent.weight}`).join(' : ');
  const names = models.map(({ provider, model }) => `${provider}/${model}`);
  const pairs = agents.map((agent, index) => `${agent.name} → ${names[index % names.length]}`).join(', ');
  if (name === 'paired') return `rows dealt out in turn ${shares}; ${pairs}`;
  if (name === 'crossed')
    return `rows dealt out in turn ${shares}; each agent's calls go to ${names.join(', ')} in turn`;
  return `agent (${shares}) and model (${names.join(', ')}) drawn by a hash of the row number`;
}

function reduceWeights(agents: readonly ReplayAgent[]): ReplayAgent[] {
  const divisor = agents.map((agent) => agent.weight).reduce(greatestCommonDivisor);
  return agents.map((agent) => ({ ...agent, weight: agent.weight / divisor }));
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}

/** Two draws a row, each row from its own stretch of the sequence, so that neither agent nor model follows the row before. */
function drawTurn(index: number, turns: readonly Turn[], modelCount: number): Turn {
  const random = createRandom(index * 2);
  const turn = turns[Math.floor(random() * turns.length)] ?? fail();
  return { agentIndex: turn.agentIndex, round: Math.floor(random() * modelCount) };
}

function fail(): never {
  throw new UsageError('a replay needs at least one agent and one model');
}
