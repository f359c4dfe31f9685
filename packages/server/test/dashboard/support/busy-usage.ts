/** What the busy org's agents used, day by day: the same at every run but for the day that it is. */

interface BusyAgent {
  readonly id: string;
  readonly name: string;
  readonly team: string;
  readonly workflow: string;
  readonly connection: string;
  readonly models: readonly (readonly [provider: string, model: string])[];
  /** Tokens of a usual report, in thousands. */
  readonly input: number;
  readonly output: number;
  /** The part of the input that a cache gave. */
  readonly cached: number;
  /** What is left of it on a Saturday or Sunday. */
  readonly weekend: number;
}

const sonnet = ['anthropic', 'claude-sonnet-4-5'] as const;
const haiku = ['anthropic', 'claude-haiku-4-5'] as const;
const gpt5 = ['openai', 'gpt-5'] as const;
const gpt4o = ['openai', 'gpt-4o'] as const;
const mini = ['openai', 'gpt-4o-mini'] as const;
const flash = ['google', 'gemini-2.5-flash'] as const;

function agent(
  [id, name, team, workflow, connection]: readonly [string, string, string, string, string],
  models: BusyAgent['models'],
  [input, output, cached, weekend]: readonly [number, number, number, number],
): BusyAgent {
  return { id, name, team, workflow, connection, models, input, output, cached, weekend };
}

export const busyAgents: readonly BusyAgent[] = [
  agent(['coder', 'Coder', 'platform', 'release', 'anthropic'], [sonnet, gpt5], [900, 90, 0.6, 0.2]),
  agent(['researcher', 'Researcher', 'research', 'reports', 'anthropic'], [sonnet], [700, 60, 0.3, 0.6]),
  agent(['support-bot', 'Support bot', 'support', 'tickets', 'openai'], [mini, gpt4o], [800, 110, 0.4, 0.8]),
  agent(['reviewer', 'Reviewer', 'platform', 'release', 'openai'], [gpt4o], [420, 30, 0.2, 0.1]),
  agent(['analyst', 'Analyst', 'research', 'reports', 'openai'], [gpt5], [500, 70, 0, 0.3]),
  agent(['translator', 'Translator', 'support', 'tickets', 'gemini'], [flash], [900, 240, 0, 0.9]),
  agent(['triage', 'Triage', 'support', 'tickets', 'openai'], [mini], [1_400, 60, 0.5, 0.9]),
  agent(['crawler', 'Crawler', 'research', 'nightly', 'gemini'], [flash, haiku], [1_100, 40, 0, 1]),
  agent(['writer', 'Writer', 'marketing', 'newsletter', 'anthropic'], [haiku], [300, 120, 0, 0]),
];

export const dayMs = 86_400_000;

/** A share between 0 and 1 that follows from its numbers alone. */
function share(...numbers: readonly number[]): number {
  const hash = numbers.reduce((sum, number) => Math.imul(sum ^ (number + 0x9e3779b9), 0x85ebca6b) ^ (sum >>> 13), 7);
  return ((hash >>> 0) % 1_000) / 1_000;
}

/** The last month in some detail, what is before it in little. */
const reportsADay = (day: number): number => (day > 30 ? 2 : 3);
const users = ['ada', 'grace', 'alan', 'edsger', 'barbara'] as const;

function reportOf(busy: BusyAgent, index: number, day: number, one: number, dayStartMs: number): object {
  const isWeekend = [0, 6].includes(new Date(dayStartMs).getUTCDay());
  const size = (0.6 + 0.8 * share(index, day, one)) * (isWeekend ? busy.weekend : 1) * (1 - day / 200);
  const input = Math.round(busy.input * 1_000 * size);
  const [provider, model] = busy.models[(day + one) % busy.models.length]!;
  return {
    id: `${busy.id}-${day}-${one}`,
    source: 'busy-org',
    time: new Date(dayStartMs + Math.round((0.1 + 0.8 * share(one, index, day)) * dayMs)).toISOString(),
    agent: busy.id,
    workflow: busy.workflow,
    connection: busy.connection,
    user: users[(index + one) % users.length],
    ...(day <= 5 ? { run: `${busy.workflow}-${busy.id}-${day}-${one}` } : {}),
    usage: {
      provider,
      model,
      input_tokens: input,
      output_tokens: Math.round(busy.output * 1_000 * size),
      cache_read_tokens: Math.round(input * busy.cached),
    },
  };
}

/** The reports of a day that is over, so many days ago; on days that an agent rests it has none. */
export function busyDay(day: number, todayMs: number): readonly object[] {
  const dayStartMs = todayMs - day * dayMs;
  const isWeekend = [0, 6].includes(new Date(dayStartMs).getUTCDay());
  return busyAgents.flatMap((busy, index) =>
    isWeekend && busy.weekend === 0
      ? []
      : Array.from({ length: reportsADay(day) }, (_, one) => reportOf(busy, index, day, one, dayStartMs)),
  );
}
