import type { PlanSize } from './plan/plan.ts';

/** As `npm run simulate` plays it. */
export const fullSize: PlanSize = {
  nodes: 3,
  orgs: 4,
  rounds: 40,
  actionsPerRound: 16,
  mayKillDatabase: true,
  slowestMs: 2_300,
};

/** As the tests play it: on a database that is not its own, and in seconds. */
export const shortSize: PlanSize = {
  nodes: 2,
  orgs: 3,
  rounds: 10,
  actionsPerRound: 16,
  mayKillDatabase: false,
  slowestMs: 200,
};
