import { sqlFile } from '../../store/sql-file.ts';

/** The statements about restrictions, each in its own file. */
export const statements = {
  countActive: sqlFile('restrictions/count-active.sql'),
  listRestrictions: sqlFile('restrictions/list-restrictions.sql'),
  findRestriction: sqlFile('restrictions/find-restriction.sql'),
  heldOfBudget: sqlFile('restrictions/held-of-budget.sql'),
  heldOfAgent: sqlFile('restrictions/held-of-agent.sql'),
  liftRestrictions: sqlFile('restrictions/lift-restrictions.sql'),
  updateRestraint: sqlFile('restrictions/update-restraint.sql'),
} as const;
