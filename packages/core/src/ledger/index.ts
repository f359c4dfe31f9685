export { apply } from './apply.ts';
export { canonicalEntry, canonicalUsage } from './canonical.ts';
export type {
  Attempt,
  Command,
  CreateRunCommand,
  ExpireCommand,
  ExtendCommand,
  FinishRunCommand,
  RecordCommand,
  ReleaseCommand,
  ReportedUsage as UsageReport,
  ReserveCommand,
  SettleCommand,
  Spending,
  ToolUse,
  TopUpCommand,
} from './commands.ts';
export { decide } from './decide.ts';
export type { CounterMove, Decision, Effects } from './effects.ts';
export { creditKinds, entryKindNames, entryKinds, type LedgerEntryKind } from './entry-kinds.ts';
export { budgetWindow, counterRetentionMs, emptyCounter, isRetired, type Leg, legsOf } from './legs.ts';
export type { Alternative, CounterView, Outcome, ReportedOutcome, Settlement, WalletView } from './outcomes.ts';
export type { Priced, Pricing, TokenCharge, TokenEstimate, ToolCharge } from './pricing.ts';
export { maxFutureMs, reportedKey } from './record.ts';
export { recordId } from './record-id.ts';
export type { Refusal, RefusalCode, Shortfall, WalletShortfall } from './refusal.ts';
export type { Reservation, ReservationOrigin, ReservationState } from './reservation.ts';
export type { LedgerState, Runs, Seen } from './state.ts';
export type { UsageRecord, UsageType } from './usage-record.ts';
export { type LedgerEntry, type Wallet, walletAvailable, walletUnspent } from './wallet.ts';
