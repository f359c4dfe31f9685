/** The time that everything is made around: a whole number of days, so that the same options make the same records. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Scenario {
  readonly name: string;
  readonly path: string;
}

function day(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

const dayMs = 86_400_000;

/** Reports as a dashboard and a month's end ask for them, over all the records and over parts of them. */
export function scenariosOf({ fromMs, toMs }: Span): Scenario[] {
  const all = `from=${day(fromMs)}&to=${day(toMs)}`;
  const uneven = `from=${new Date(fromMs + 433_000).toISOString()}&to=${new Date(toMs - 2_345_000).toISOString()}`;
  const last = (days: number): string => `from=${day(toMs - days * dayMs)}&to=${day(toMs)}`;
  const times = `from=${new Date(fromMs).toISOString()}&to=${new Date(toMs).toISOString()}`;
  const reports: readonly (readonly [string, string])[] = [
    ['overview', `overview?${all}`],
    ['by agent and model', `breakdown?by=agent,model&${all}`],
    ['by agent, period before', `breakdown?by=agent&compare=previous&${last(30)}`],
    ['by user, uneven ends', `breakdown?by=user&${uneven}`],
    ['by connection, one team', `breakdown?by=connection&team=team-3&${all}`],
    ['by day, UTC', `series?interval=day&${all}`],
    ['by day and agent, Berlin', `series?interval=day&by=agent&timezone=Europe/Berlin&${all}`],
    ['by day and model, Kolkata', `series?interval=day&by=model&timezone=Asia/Kolkata&${all}`],
    ['by week, Kathmandu', `series?interval=week&timezone=Asia/Kathmandu&${all}`],
    ['by hour, 14 days', `series?interval=hour&by=agent&${last(14)}`],
    ['by run, one day', `breakdown?by=run&${last(1)}`],
    ['unit economics', `unit-economics?${all}`],
    ['projection', 'projection'],
    ['refusals', `refusals?${all}`],
  ];
  const lists: readonly (readonly [string, string])[] = [
    ['runs by cost', 'runs?sort=cost&limit=50'],
    ['records of an agent', `usage?agent=agent-7&${times}`],
    ['records of a model in a team', `usage?model=model-3&team=team-3&${times}`],
  ];
  return [
    ...reports.map(([name, path]) => ({ name, path: `/v1/reports/${path}` })),
    ...lists.map(([name, path]) => ({ name, path: `/v1/${path}` })),
  ];
}
