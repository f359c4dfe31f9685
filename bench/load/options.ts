import { count, isQuick, text, textOf, type Values } from '../command/values.ts';

export interface LoadOptions {
  readonly clients: number;
  readonly seconds: number;
  readonly repetitions: number;
  /** Refused calls a second that are offered beside the load. */
  readonly storm: number;
  readonly openReservations: number;
  readonly agents: number;
  readonly budgets: number;
  /** How many of the budgets match each call. */
  readonly matching: number;
}

export const loadFlags = {
  clients: text,
  seconds: text,
  repetitions: text,
  quick: { type: 'boolean' },
  storm: text,
  open: text,
  agents: text,
  budgets: text,
  matching: text,
} as const;

export const loadUsage = `load
  --clients 8                 how many clients call at once
  --seconds 5                 for how long each time; 1 where it is quick
  --repetitions 3             how often with and without the storm; 1 where it is quick
  --storm 1000                refused calls a second beside the load
  --open 50000                reservations that are held meanwhile; 2000 where it is quick
  --agents 10000              agents that call; 300 where it is quick
  --budgets 1000              budgets that are defined; 100 where it is quick
  --matching 50               how many of them match each call
`;

export function readLoadOptions(values: Values): LoadOptions {
  const quick = isQuick(values);
  const number = (name: string, whole: string, short: string, most?: number): number =>
    count(name, textOf(values, name) ?? (quick ? short : whole), 1, most);
  return {
    clients: number('clients', '8', '8'),
    seconds: number('seconds', '5', '1'),
    repetitions: number('repetitions', '3', '1'),
    storm: number('storm', '1000', '1000'),
    openReservations: number('open', '50000', '2000', 1_000_000),
    agents: number('agents', '10000', '300', 100_000),
    budgets: number('budgets', '1000', '100'),
    matching: number('matching', '50', '50'),
  };
}
