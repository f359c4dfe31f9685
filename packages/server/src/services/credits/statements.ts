import { sqlFile } from '../../store/sql-file.ts';

/** The statements about credit, each in its own file. */
export const statements = {
  balanceBefore: sqlFile('credits/balance-before.sql'),
  sumCredit: sqlFile('credits/sum-credit.sql'),
  firstCharge: sqlFile('credits/first-charge.sql'),
  readMarks: sqlFile('credits/read-marks.sql'),
  updateMarks: sqlFile('credits/update-marks.sql'),
} as const;
