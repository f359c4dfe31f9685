export const runStates = ['running', 'succeeded', 'failed', 'cancelled', 'unknown'] as const;

/** What the list of runs shows, in the address. */
export interface RunsSearch {
  readonly agent?: string | undefined;
  readonly workflow?: string | undefined;
  readonly status?: (typeof runStates)[number] | undefined;
  readonly sort?: 'cost' | undefined;
  /** Runs of runs are left out. */
  readonly only?: 'roots' | undefined;
}

function textOf(value: unknown): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return text === '' ? undefined : text;
}

function known<Search extends object>(search: Search): Search {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as Search;
}

export function readRunsSearch({ agent, workflow, status, sort, only }: Record<string, unknown>): RunsSearch {
  return known({
    agent: textOf(agent),
    workflow: textOf(workflow),
    status: runStates.find((state) => state === status),
    sort: sort === 'cost' ? sort : undefined,
    only: only === 'roots' ? only : undefined,
  });
}

export interface RunSearch {
  /** The dialog that is open. */
  readonly open?: 'finish' | undefined;
  /** The usage record that is looked at. */
  readonly record?: string | undefined;
}

export function readRunSearch({ open, record }: Record<string, unknown>): RunSearch {
  return known({ open: open === 'finish' ? open : undefined, record: textOf(record) });
}
