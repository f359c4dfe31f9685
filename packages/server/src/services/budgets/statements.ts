import { sqlFile } from '../../store/sql-file.ts';

/** The statements about budgets, each in its own file. */
export const statements = {
  allBudgets: sqlFile('budgets/all-budgets.sql'),
  openCounters: sqlFile('budgets/open-counters.sql'),
  insertBudget: sqlFile('budgets/insert-budget.sql'),
  updateBudget: sqlFile('budgets/update-budget.sql'),
  deleteBudget: sqlFile('budgets/delete-budget.sql'),
  findBudget: sqlFile('budgets/find-budget.sql'),
  findByName: sqlFile('budgets/find-by-name.sql'),
  listBudgets: sqlFile('budgets/list-budgets.sql'),
  listCounters: sqlFile('budgets/list-counters.sql'),
  nearestCounters: sqlFile('budgets/nearest-counters.sql'),
  liveStandings: sqlFile('budgets/live-standings.sql'),
  passedCounters: sqlFile('budgets/passed-counters.sql'),
  insertCounters: sqlFile('budgets/insert-counters.sql'),
  latestUsage: sqlFile('budgets/latest-usage.sql'),
  seedSpent: sqlFile('budgets/seed-spent.sql'),
  seedReserved: sqlFile('budgets/seed-reserved.sql'),
} as const;
