import type {
  AdjustCreditCommand,
  ClawBackCommand,
  CreditCommand,
  GrantCreditCommand,
  PurchaseName,
  RefundCreditCommand,
  ReinstateCreditCommand,
  TopUpCommand,
  WriteOffCommand,
} from '../commands.ts';
import { refuse, type Decision } from '../effects.ts';
import type { LedgerEntryKind } from '../entry-kinds.ts';
import type { Refusal } from '../refusal.ts';
import type { LedgerState } from '../state.ts';
import type { LedgerEntry } from '../wallet.ts';
import { defaultPriority, findLot, type Lot, type LotSource } from './lot.ts';
import { Posting, type WalletChange } from './posting.ts';

/** What a command on credit was seen as before: references are apart for each kind. */
export function creditKey(kind: CreditCommand['kind'], reference: string): string {
  return `${kind} ${reference}`;
}

interface Moved {
  readonly posting: Posting;
  readonly entry: LedgerEntry;
  readonly lotId?: string | undefined;
  readonly wallet?: Partial<Omit<WalletChange, 'balance' | 'reserved'>>;
}

function decided(state: LedgerState, command: CreditCommand, { posting, entry, lotId, wallet = {} }: Moved): Decision {
  const { kind, reference, hash } = command;
  const { balance } = posting;
  const change = posting.walletChange({ reserved: 0n, ...wallet });
  const lots = posting.lotChanges();
  const touched = [...(lots.lots?.opened ?? []), ...(lots.lots?.changed ?? [])];
  const { mode = state.wallet.mode, frozen = state.wallet.frozen } = change.wallet ?? {};
  return {
    outcome: {
      kind: 'credit-moved',
      entry,
      lot: touched.find((lot) => lot.id === (lotId ?? entry.id)) ?? null,
      wallet: { ...state.wallet, mode, frozen, balance, purchased: wallet.purchased ?? state.wallet.purchased },
    },
    effects: { entries: posting.entries, ...change, ...lots, credit: { kind, reference, hash } },
  };
}

type Bringing = TopUpCommand | GrantCreditCommand | ReinstateCreditCommand | AdjustCreditCommand;

/** Credit that is over before it is there is a mistake; what a dispute gives back may well be. */
function isOver({ timeMs }: LedgerState, { kind, expiresMs = null }: Bringing): boolean {
  return kind !== 'reinstate-credit' && expiresMs !== null && expiresMs <= timeMs;
}

/** Credit that comes in: a lot of its own, after it has paid what is owed. */
function bring(
  state: LedgerState,
  command: Bringing,
  kind: LedgerEntryKind,
  source: LotSource,
  wallet: NonNullable<Moved['wallet']> = {},
): Decision {
  if (isOver(state, command)) {
    return refuse({ code: 'invalid_request', field: 'expires_at', detail: 'must be later than now' });
  }
  const posting = new Posting(state);
  const { amountNanoUsd: amount, reference, expiresMs = null } = command;
  const priority = command.kind === 'grant-credit' ? command.priority : defaultPriority[source];
  const reason = command.kind === 'top-up' ? null : command.reason;
  const entry = posting.post({ kind, amount, reference, reason }, { into: { source, priority, expiresMs } });
  return decided(state, command, { posting, entry, wallet });
}

/** The first purchase makes a postpaid org prepaid; whoever sets the mode after that has it as it was set. */
function topUp(state: LedgerState, command: TopUpCommand): Decision {
  const { mode, purchased } = state.wallet;
  const becomes = mode === 'postpaid' && !purchased ? { mode: 'prepaid' as const } : {};
  return bring(state, command, 'top_up', 'purchase', {
    ...becomes,
    ...(purchased ? {} : { purchased: true as const }),
  });
}

/** The lot of a purchase; what is no purchase, or is not there, is refused. */
function findPurchase(state: LedgerState, name: PurchaseName): Lot | Refusal {
  const id = 'lotId' in name ? name.lotId : state.lots.purchases.get(name.topUp);
  const lot = id === undefined ? undefined : findLot(state.lots, id);
  if (lot === undefined)
    return { code: 'not_found', what: 'lotId' in name ? `lot ${name.lotId}` : `top-up ${name.topUp}` };
  if (lot.source === 'purchase') return lot;
  return { code: 'invalid_request', field: 'lot', detail: `is of a ${lot.source}: only a purchase can be refunded` };
}

/** What could be refunded: what is left of the lot, as far as open reservations leave it free. */
function refundable({ wallet }: LedgerState, { remaining }: Lot): bigint {
  const free = wallet.balance > wallet.reserved ? wallet.balance - wallet.reserved : 0n;
  return remaining < free ? remaining : free;
}

function refund(state: LedgerState, command: RefundCreditCommand): Decision {
  const lot = findPurchase(state, command.purchase);
  if ('code' in lot) return refuse(lot);
  const { amountNanoUsd: asked, reference, reason } = command;
  const most = refundable(state, lot);
  if (asked > most) return refuse({ code: 'refund_exceeds_unused', lot: lot.id, asked, refundable: most });
  const posting = new Posting(state);
  const entry = posting.post({ kind: 'refund', amount: -asked, reference, reason }, { first: lot });
  return decided(state, command, { posting, entry, lotId: lot.id });
}

/** A dispute that leaves a debt freezes the wallet: the posting thaws it once the balance is back at zero. */
function clawBack(state: LedgerState, command: ClawBackCommand): Decision {
  const lot = command.purchase === null ? null : findPurchase(state, command.purchase);
  if (lot !== null && 'code' in lot) return refuse(lot);
  const { amountNanoUsd, reference, reason, cause } = command;
  const posting = new Posting(state);
  const draft = { kind: 'claw_back' as const, amount: -amountNanoUsd, reference, reason };
  const entry = posting.post(draft, { first: lot ?? undefined });
  const freezes = cause === 'dispute' && posting.balance < 0n && !state.wallet.frozen;
  return decided(state, command, { posting, entry, lotId: lot?.id, wallet: freezes ? { frozen: true } : {} });
}

function adjust(state: LedgerState, command: AdjustCreditCommand): Decision {
  const { amountNanoUsd: amount, reference, reason } = command;
  if (amount > 0n) return bring(state, command, 'adjustment', 'adjustment');
  const posting = new Posting(state);
  const entry = posting.post({ kind: 'adjustment', amount, reference, reason });
  return decided(state, command, { posting, entry });
}

function writeOff(state: LedgerState, command: WriteOffCommand): Decision {
  const { balance } = state.wallet;
  const debt = balance < 0n ? -balance : 0n;
  const { amountNanoUsd, reference, reason } = command;
  const asked = amountNanoUsd ?? debt;
  if (asked > debt || debt === 0n) return refuse({ code: 'write_off_exceeds_debt', asked, debt });
  const posting = new Posting(state);
  const entry = posting.post({ kind: 'write_off', amount: asked, reference, reason });
  return decided(state, command, { posting, entry });
}

/** Moves credit, once for each kind and reference. */
export function decideCredit(state: LedgerState, command: CreditCommand): Decision {
  const { kind, reference, hash } = command;
  const seen = state.credited.get(creditKey(kind, reference));
  if (seen !== undefined) {
    if (seen.hash === hash) return { outcome: { kind: 'repeated', answers: [seen.answer] }, effects: null };
    return refuse({ code: 'idempotency_mismatch', detail: `reference ${reference} was used for another ${kind}` });
  }
  switch (command.kind) {
    case 'top-up':
      return topUp(state, command);
    case 'grant-credit':
      return bring(state, command, 'grant', command.source);
    case 'refund-credit':
      return refund(state, command);
    case 'claw-back':
      return clawBack(state, command);
    case 'reinstate-credit':
      return bring(state, command, 'reinstatement', 'reinstatement');
    case 'adjust-credit':
      return adjust(state, command);
    case 'write-off':
      return writeOff(state, command);
  }
}
