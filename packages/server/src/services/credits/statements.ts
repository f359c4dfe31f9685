import { sqlFile } from '../../store/sql-file.ts';

/** The statements about credit, each in its own file. */
export const statements = {
  balanceBefore: sqlFile('credits/balance-before.sql'),
  sumCredit: sqlFile('credits/sum-credit.sql'),
  firstCharge: sqlFile('credits/first-charge.sql'),
  readMarks: sqlFile('credits/read-marks.sql'),
  firstEntry: sqlFile('credits/first-entry.sql'),
  balancesBefore: sqlFile('credits/balances-before.sql'),
  sumUsage: sqlFile('credits/sum-usage.sql'),
  creditEntries: sqlFile('credits/credit-entries.sql'),
  entriesAfter: sqlFile('credits/entries-after.sql'),
  lotsOfWallet: sqlFile('credits/lots-of-wallet.sql'),
  expiringAt: sqlFile('credits/expiring-at.sql'),
  drawsOfEntries: sqlFile('credits/draws-of-entries.sql'),
  findLots: sqlFile('credits/find-lots.sql'),
  lotNames: sqlFile('credits/lot-names.sql'),
  lotsToDraw: sqlFile('credits/lots-to-draw.sql'),
  labelsOfEntries: sqlFile('credits/labels-of-entries.sql'),
  paymentsOfEntries: sqlFile('credits/payments-of-entries.sql'),
  updateMode: sqlFile('credits/update-mode.sql'),
  updateMarks: sqlFile('credits/update-marks.sql'),
} as const;
