export type { AlertedBudget, AlertedCaller, AlertEvent } from './alert-event.ts';
export { alertedBudget, alertsOf, overrunEvent, reachedKeys, thresholdEvent } from './alerts-of.ts';
export { type Mark, markedBudgets } from './budget-marks.ts';
export { isLow, lowRecovery, lowWalletEvent, recoveriesOf, type Recovery } from './wallet-alerts.ts';
