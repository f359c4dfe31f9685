export { apply } from './apply.ts';
export { canonicalDraw, canonicalEntry, canonicalLot, canonicalUsage } from './canonical.ts';
export type {
  AdjustCreditCommand,
  Attempt,
  ClawBackCommand,
  Command,
  CreateRunCommand,
  CreditCommand,
  ExpireCommand,
  ExpireLotsCommand,
  ExtendCommand,
  FinishRunCommand,
  GrantCreditCommand,
  PurchaseName,
  RecordCommand,
  RefundCreditCommand,
  ReinstateCreditCommand,
  ReleaseCommand,
  ReportedUsage as UsageReport,
  ReserveCommand,
  SettleCommand,
  Spending,
  ToolUse,
  TopUpCommand,
  WriteOffCommand,
} from './commands.ts';
export { creditKey } from './credit/decide-credit.ts';
export { areLotsDue } from './credit/expire-lots.ts';
export {
  defaultPriority,
  drawsBefore,
  earliestExpiry,
  findLot,
  type Lot,
  type LotDraw,
  type Lots,
  type LotSource,
  maxPriority,
  noLots,
} from './credit/lot.ts';
export type { LotChanges } from './credit/posting.ts';
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
export { isOfModel, type UsageRecord, type UsageType } from './usage-record.ts';
export { creditLine, type LedgerEntry, type Wallet, walletAvailable, walletUnspent } from './wallet.ts';
