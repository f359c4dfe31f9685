/** What a kind of ledger entry is: whether usage brought it about, and how people read it, of one and of many. */
interface EntryKind {
  readonly isUsage: boolean;
  readonly title: string;
}

const usage = (title: string): EntryKind => ({ isUsage: true, title });
const credit = (title: string): EntryKind => ({ isUsage: false, title });

/** Every kind of ledger entry, in the order in which statements show them. */
export const entryKinds = {
  top_up: credit('Purchases'),
  grant: credit('Grants and promotions'),
  reinstatement: credit('Reinstatements'),
  adjustment: credit('Adjustments'),
  write_off: credit('Write-offs of debt'),
  charge: usage('Usage'),
  correction: usage('Corrections of usage'),
  refund: credit('Refunds'),
  claw_back: credit('Claw-backs'),
  expiry: credit('Expired credit'),
} as const satisfies Readonly<Record<string, EntryKind>>;

export type LedgerEntryKind = keyof typeof entryKinds;

export const entryKindNames = Object.keys(entryKinds) as readonly LedgerEntryKind[];

/** The kinds that no usage brings about. */
export const creditKinds = entryKindNames.filter((kind) => !entryKinds[kind].isUsage);
