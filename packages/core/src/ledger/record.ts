import type { Dimensions } from '../budgets/dimensions.ts';
import { registerSpent, canonicalLabels } from '../registry/register.ts';
import { creationDay, type CreationKind, registryKey, type RegistryEntry } from '../registry/entry.ts';
import { joinRun } from '../runs/join-run.ts';
import type { Run } from '../runs/run.ts';
import { chargesOf, movesOfRecord, postRecords } from './charge.ts';
import type { RecordCommand, ReportedUsage } from './commands.ts';
import { refuse, type CounterMove, type Decision } from './effects.ts';
import type { ReportedOutcome } from './outcomes.ts';
import { recordId } from './record-id.ts';
import type { Refusal } from './refusal.ts';
import type { LedgerState } from './state.ts';
import type { UsageRecord } from './usage-record.ts';

export function reportedKey(source: string, sourceId: string): string {
  return `${source} ${sourceId}`;
}

/** A time further ahead than this is a clock that is wrong, not a charge. */
export const maxFutureMs = 300_000;

/** What an array of reports makes, gathered as each is decided: they succeed or fail together. */
interface Gathered {
  readonly outcomes: ReportedOutcome[];
  readonly records: UsageRecord[];
  readonly counters: CounterMove[];
  readonly runs: Map<string, Run>;
  readonly registered: Map<string, RegistryEntry>;
  readonly created: 'run'[];
  /** The day's creations with those of the reports so far, so that an array keeps to the caps like single reports. */
  readonly creations: LedgerState['creations'];
  readonly reported: { source: string; sourceId: string; hash: string }[];
}

function nothingYet(state: LedgerState): Gathered {
  const day = creationDay(state.timeMs);
  const counts = new Map(state.creations.day === day ? state.creations.counts : []);
  return {
    outcomes: [],
    records: [],
    counters: [],
    runs: new Map(),
    registered: new Map(),
    created: [],
    creations: { day, counts },
    reported: [],
  };
}

function countCreation(gathered: Gathered, kind: CreationKind): void {
  const { counts } = gathered.creations;
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
}

/** The run of a report; null where it is a run of its own, or where the day's cap on new runs leaves it a label. */
function runOf(state: LedgerState, gathered: Gathered, usage: ReportedUsage, ownId: string): Run | Refusal | null {
  if (usage.run === null && usage.parentRun === null) return null;
  const id = usage.run ?? ownId;
  const runs = { get: (known: string) => gathered.runs.get(known) ?? state.runs.get(known) };
  const request = {
    id,
    agent: usage.dimensions.agent,
    workflow: usage.dimensions.workflow,
    parent: usage.parentRun,
    limitNanoUsd: null,
  };
  const joined = joinRun({ ...state, runs, creations: gathered.creations }, request, 'spent');
  if (joined.kind === 'refused') return joined.refusal.code === 'label_cap_exceeded' ? null : joined.refusal;
  if (joined.change !== null) gathered.runs.set(id, joined.change);
  if (joined.created) {
    gathered.created.push('run');
    countCreation(gathered, 'run');
  }
  return joined.run;
}

function registerLabels(state: LedgerState, gathered: Gathered, dimensions: Dimensions): void {
  for (const entry of registerSpent({ ...state, creations: gathered.creations }, dimensions)) {
    const key = registryKey(entry.kind, entry.id);
    if (gathered.registered.has(key)) continue;
    gathered.registered.set(key, entry);
    countCreation(gathered, entry.kind);
  }
}

function gather(
  state: LedgerState,
  gathered: Gathered,
  usage: ReportedUsage,
  { mayCreateAgent, history = false }: RecordCommand,
): Refusal | null {
  const dimensions = canonicalLabels(state, usage.dimensions);
  if (!mayCreateAgent && !state.registry.has(registryKey('agent', dimensions.agent))) {
    return { code: 'not_found', what: `agent ${dimensions.agent}` };
  }
  const firstIndex = gathered.records.length;
  const ownId = recordId(state.timeMs, state.seq + 1, firstIndex);
  const run = history ? null : runOf(state, gathered, usage, ownId);
  if (run !== null && 'code' in run) return run;
  const timeMs = usage.timeMs ?? state.timeMs;
  const runId = run?.id ?? usage.run ?? ownId;
  const context = {
    dimensions,
    run: runId,
    runPath: run?.path ?? [runId],
    timeMs,
    budgetTimeMs: timeMs,
    reservationId: null,
    source: usage.source,
    sourceId: usage.sourceId,
    prepaid: !history && state.wallet.mode !== 'postpaid',
    late: false,
    fingerprint: null,
    fallback: null,
    firstIndex,
  };
  const charges = chargesOf(state, context, usage.spending, usage.tools);
  gathered.records.push(...charges.records);
  gathered.counters.push(...charges.records.flatMap((record) => movesOfRecord(state, record, context.runPath)));
  registerLabels(state, gathered, dimensions);
  gathered.reported.push({ source: usage.source, sourceId: usage.sourceId, hash: usage.hash });
  const settlement = { ...charges, overage: false, late: false };
  gathered.outcomes.push({ kind: 'new', settlement, records: charges.records });
  return null;
}

/** Told apart before anything is booked: a repeat gets its first answer, another body under its name is refused. */
function repeatOf(state: LedgerState, gathered: Gathered, usage: ReportedUsage): ReportedOutcome | Refusal | null {
  const detail = `usage ${usage.sourceId} of source ${usage.source} was reported before with another body`;
  const inBatch = gathered.reported.findIndex((one) => one.source === usage.source && one.sourceId === usage.sourceId);
  if (inBatch >= 0) {
    if (gathered.reported[inBatch]!.hash !== usage.hash) return { code: 'idempotency_mismatch', detail };
    return gathered.outcomes.filter((outcome) => outcome.kind === 'new')[inBatch]!;
  }
  const seen = state.reported.get(reportedKey(usage.source, usage.sourceId));
  if (seen === undefined) return null;
  return seen.hash === usage.hash
    ? { kind: 'repeated', answer: seen.answer }
    : { code: 'idempotency_mismatch', detail };
}

/** Books spend that had no reservation: all of the array or nothing, each report once. */
export function decideRecord(state: LedgerState, command: RecordCommand): Decision {
  const gathered = nothingYet(state);
  const outcomes: ReportedOutcome[] = [];
  for (const usage of command.usage) {
    const repeat = repeatOf(state, gathered, usage);
    if (repeat !== null && 'code' in repeat) return refuse(repeat);
    if (repeat === null) {
      const refusal = gather(state, gathered, usage, command);
      if (refusal !== null) return refuse(refusal);
    }
    outcomes.push(repeat ?? gathered.outcomes.at(-1)!);
  }
  const outcome = { kind: 'recorded' as const, usage: outcomes };
  if (gathered.records.length === 0) return { outcome, effects: null };
  const posting = postRecords(state, gathered.records);
  const registered = [...gathered.registered.values()];
  return {
    outcome,
    effects: {
      counters: gathered.counters,
      usage: gathered.records,
      entries: posting.entries,
      reported: gathered.reported,
      runs: [...gathered.runs.values()],
      registered,
      created: [...registered.map((entry) => entry.kind), ...gathered.created],
      ...posting.walletChange(),
      ...posting.lotChanges(),
    },
  };
}
