/** What the list of agents shows, in the address. */
export interface AgentsSearch {
  /** A part of the id or the name. */
  readonly search?: string | undefined;
  readonly team?: string | undefined;
  readonly state?: 'paused' | 'running' | undefined;
  /** `cost` ascending, `-cost` descending, by the API's names. */
  readonly sort?: string | undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function known<Search extends object>(search: Search): Search {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as Search;
}

export function readAgentsSearch({ search, team, state, sort }: Record<string, unknown>): AgentsSearch {
  return known({
    search: textOf(search) || undefined,
    team: textOf(team),
    state: state === 'paused' || state === 'running' ? state : undefined,
    sort: textOf(sort),
  });
}

export const dialogs = ['pause', 'edit', 'rules', 'policy'] as const;

export interface AgentSearch {
  /** The dialog that is open. */
  readonly open?: (typeof dialogs)[number] | undefined;
  /** How its runs are listed. */
  readonly runs?: 'cost' | undefined;
}

export function readAgentSearch({ open, runs }: Record<string, unknown>): AgentSearch {
  return known({ open: dialogs.find((one) => one === open), runs: runs === 'cost' ? runs : undefined });
}
