import type { Budget, Dimensions } from '../../../src/budgets/index.ts';
import type {
  Command,
  CreateRunCommand,
  ExtendCommand,
  FinishRunCommand,
  RecordCommand,
  ReserveCommand,
  SettleCommand,
  Spending,
  ToolUse,
} from '../../../src/ledger/index.ts';
import { type Figures, naiveAdmit, type Needs, refuse, Refused } from './naive-admission.ts';
import { type Counted, limitName, naiveLimits, type NaiveLimit, naivePath, type NaiveRun } from './naive-limits.ts';
import { isOfCredit, type NaiveCharge, type NaiveLists, type NaiveReservation, type OfCredit } from './naive-lists.ts';
import { naivePriceOf, naiveToolPriceOf } from './naive-prices.ts';

interface Owned {
  readonly reservationId: string;
  readonly origin: string;
  readonly onlyAgent: string | null;
}

interface Held {
  readonly amount: bigint;
  readonly tokens: bigint | null;
  /** The cap on the output of each choice; null for what is no call. */
  readonly cap: number | null;
  /** The limits whose allowance for a last call it takes. */
  readonly took: readonly string[];
}

interface Given {
  /** The reservation that is asked about: it does not stand in its own way. */
  readonly except?: string;
  readonly isLast?: boolean;
  readonly walletNeeds?: bigint;
}

/**
 * The ledger as one would write it without a thought for speed: it keeps lists of reservations, charges and top-ups,
 * and adds everything up again for each question.
 */
export class NaiveLedger {
  readonly #budgets: readonly Budget[];
  readonly paused = new Set<string>();
  nowMs: number;
  #lists: NaiveLists = { reservations: [], charges: [], runs: [], topUps: [], reports: [] };

  constructor(budgets: readonly Budget[], nowMs: number) {
    this.#budgets = budgets;
    this.nowMs = nowMs;
  }

  /** What the command comes to: its outcome's kind, or the code of its refusal and the limit that it names. */
  carryOut(command: Command): string {
    const before = this.#lists;
    this.#lists = {
      reservations: [...before.reservations],
      charges: [...before.charges],
      runs: [...before.runs],
      topUps: [...before.topUps],
      reports: [...before.reports],
    };
    try {
      return this.#carryOut(command);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#lists = before;
      return error.message;
    }
  }

  #carryOut(command: Command): string {
    if (isOfCredit(command)) return this.#topUp(command);
    switch (command.kind) {
      case 'reserve':
        return this.#reserve(command);
      case 'settle':
        return this.#settle(command);
      case 'release':
        this.#replace(this.#open(command), { state: 'released', took: [] });
        return 'released';
      case 'extend':
        return this.#extend(command);
      case 'expire':
        return this.#expire(command.reservationId);
      case 'record':
        return this.#record(command);
      case 'create-run':
        return this.#createRun(command);
      case 'finish-run':
        return this.#finishRun(command);
    }
  }

  get isPrepaid(): boolean {
    return this.#lists.topUps.length > 0;
  }

  wallet(except = ''): { balance: bigint; reserved: bigint } {
    let balance = 0n;
    let reserved = 0n;
    for (const { amount } of this.#lists.topUps) balance += amount;
    for (const { prepaid, cost } of this.#lists.charges) if (prepaid) balance -= cost ?? 0n;
    for (const { id, prepaid, state, amount } of this.#lists.reservations) {
      if (prepaid && state === 'held' && id !== except) reserved += amount;
    }
    return { balance, reserved };
  }

  /** Every limit that anything counts towards, with the sums behind it. */
  figures(except = ''): Map<string, Figures> {
    const all = new Map<string, Figures>();
    const add = (one: Counted, of: 'spent' | 'reserved'): void => {
      for (const limit of naiveLimits(this.#budgets, this.#lists.runs, one)) {
        const name = limitName(limit);
        const { spent, reserved } = all.get(name) ?? { spent: 0n, reserved: 0n };
        const amount = one[limit.unit];
        all.set(name, of === 'spent' ? { spent: spent + amount, reserved } : { spent, reserved: reserved + amount });
      }
    };
    for (const charge of this.#lists.charges) add({ ...charge, usd: charge.cost ?? 0n, concurrent: 0n }, 'spent');
    for (const one of this.#lists.reservations) {
      if (one.state !== 'held' || one.id === except) continue;
      add({ ...one, usd: one.amount, tokens: one.tokens ?? 0n, requests: 1n, concurrent: 1n }, 'reserved');
    }
    return all;
  }

  /** The limits on a call made now. */
  limitsOn(labels: Dimensions, run: string, atMs = this.nowMs): NaiveLimit[] {
    return naiveLimits(this.#budgets, this.#lists.runs, { labels, run, atMs });
  }

  /** Whose last call has the allowance of each limit. */
  takers(): Map<string, string> {
    return new Map(this.#lists.reservations.flatMap(({ id, took }) => took.map((name) => [name, id] as const)));
  }

  /** Admits, or refuses; answers with the limits whose allowance it takes. */
  #admit(limits: readonly NaiveLimit[], needs: Needs, prepaid: boolean, given: Given = {}): string[] {
    const { except = '', isLast = false } = given;
    const takers = this.takers();
    const isOpen = (name: string): boolean => takers.get(name) === (isLast ? undefined : except);
    const wallet = prepaid ? { ...this.wallet(except), needs: given.walletNeeds ?? needs.usd } : null;
    return naiveAdmit(limits, needs, this.figures(except), wallet, isOpen);
  }

  #joinRun(wish: Omit<NaiveRun, 'status'>, isWork: boolean): boolean {
    const { id, agent, parent } = wish;
    const run = this.#lists.runs.find((one) => one.id === id);
    const own = this.#lists.reservations.find((one) => one.id === id);
    if ((run?.agent ?? own?.labels.agent ?? agent) !== agent) refuse('run_agent_mismatch');
    if (run !== undefined) {
      if (parent !== null && parent !== run.parent) refuse('invalid_request');
      return false;
    }
    if (own?.run === id && (parent !== null || wish.cap !== null)) refuse('invalid_request');
    if (parent !== null) {
      const above = this.#lists.runs.find((one) => one.id === parent);
      if (above === undefined) refuse('invalid_request');
      if (isWork && above.status !== null) refuse('run_finished');
      if (naivePath(this.#lists.runs, parent).length > 8) refuse('invalid_request');
    }
    this.#lists.runs.push({ ...wish, status: null });
    return true;
  }

  #refuseFinished(run: string): void {
    const found = this.#lists.runs.find(({ id }) => id === run);
    if (found !== undefined && found.status !== null) refuse('run_finished');
  }

  #refusePaused(agent: string): void {
    if (this.paused.has(agent)) refuse('agent_paused');
  }

  #reserve(command: ReserveCommand): string {
    const { id, dimensions: labels } = command;
    this.#refusePaused(labels.agent);
    if (command.run !== null || command.parentRun !== null) {
      const { agent, workflow } = labels;
      this.#joinRun({ id: command.run ?? id, agent, workflow, parent: command.parentRun, cap: null }, true);
      this.#refuseFinished(command.run ?? id);
    }
    const run = command.run ?? id;
    const limits = this.limitsOn(labels, run);
    const { amount, tokens, cap, took } =
      command.bound === undefined ? this.#stated(command, limits) : this.#fitted(command, limits);
    const { onExpiry, origin } = command;
    const expiresMs = this.nowMs + command.ttlMs;
    const frozen = { id, labels, run, atMs: this.nowMs, onExpiry, origin, prepaid: this.isPrepaid, tokens };
    this.#lists.reservations.push({ ...frozen, amount, expiresMs, state: 'held', settleHash: null, took });
    return `reserved${cap === null ? '' : ` up to ${cap}`}${took.length === 0 ? '' : ' last'}`;
  }

  /** What a caller states or estimates, where it fits. */
  #stated(command: ReserveCommand, limits: readonly NaiveLimit[]): Held {
    const { dimensions: labels, estimate, amountNanoUsd, final: isLast = false } = command;
    const hard = limits.filter((limit) => limit.hard);
    const isUnpriced = labels.provider !== null && labels.model !== null && naivePriceOf(labels.model, 0, 0) === null;
    if (isUnpriced && (hard.length > 0 || this.isPrepaid)) refuse('model_unpriced');
    if (estimate === null && hard.some(({ unit }) => unit === 'tokens')) refuse('estimate_required');
    let amount = amountNanoUsd;
    if (amount === null) {
      if (estimate === null || labels.provider === null || labels.model === null) refuse('estimate_required');
      amount = naivePriceOf(labels.model, estimate.inputTokens, estimate.maxOutputTokens) ?? refuse('model_unpriced');
    }
    const tokens = estimate === null ? null : BigInt(estimate.inputTokens + estimate.maxOutputTokens);
    const took = this.#admit(limits, this.#needs(amount, tokens), this.isPrepaid, { isLast });
    return { amount, tokens, cap: null, took };
  }

  #needs(amount: bigint, tokens: bigint | null): Needs {
    return { usd: amount, tokens: tokens ?? 0n, requests: 1n, concurrent: 1n };
  }

  /** The largest output that fits, by trying every one, from the largest down. */
  #fitted({ dimensions: labels, bound, final: isLast = false }: ReserveCommand, limits: readonly NaiveLimit[]): Held {
    const { inputTokens, maxOutputTokens, minOutputTokens, choices } = bound!;
    let refused = new Refused('model_unpriced');
    for (let cap = maxOutputTokens; cap >= minOutputTokens; cap -= 1) {
      const tokens = BigInt(inputTokens) + BigInt(cap) * BigInt(choices);
      const isNamed = labels.provider !== null && labels.model !== null;
      const amount = isNamed ? naivePriceOf(labels.model, inputTokens, cap * choices) : null;
      if (amount === null && (this.isPrepaid || limits.some(({ hard }) => hard))) break;
      if (amount === null) return { amount: 0n, tokens, cap, took: [] };
      try {
        const took = this.#admit(limits, this.#needs(amount, tokens), this.isPrepaid, { isLast });
        return { amount, tokens, cap, took };
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        refused = error;
      }
    }
    throw refused;
  }

  /** How the command would end, with nothing of it carried out. */
  wouldBe(command: Command): string {
    const before = this.#lists;
    try {
      return this.carryOut(command);
    } finally {
      this.#lists = before;
    }
  }

  #find(command: Owned): NaiveReservation {
    const found = this.#lists.reservations.find(({ id }) => id === command.reservationId);
    if (found === undefined || found.origin !== command.origin) refuse('not_found');
    if (command.onlyAgent !== null && command.onlyAgent !== found.labels.agent) refuse('not_found');
    return found;
  }

  #open(
    command: Parameters<NaiveLedger['carryOut']>[0] & {
      reservationId: string;
      origin: string;
      onlyAgent: string | null;
    },
  ): NaiveReservation {
    const found = this.#find(command);
    return found.state === 'held' ? found : refuse('reservation_not_open');
  }

  #replace(one: NaiveReservation, change: Partial<NaiveReservation>): void {
    const { reservations } = this.#lists;
    reservations[reservations.indexOf(one)] = { ...one, ...change };
  }

  /** What was used, as charges; the request is counted on the last attempt, or else on the first row. */
  #chargesFor(
    base: Omit<NaiveCharge, 'cost' | 'tokens' | 'requests' | 'isEstimate'>,
    spending: Spending,
    tools: readonly ToolUse[],
    fallback: { amount: bigint | null; tokens: bigint },
  ): NaiveCharge[] {
    const rows: NaiveCharge[] = [];
    const add = (cost: bigint | null, tokens: bigint, labels = base.labels): number =>
      rows.push({ ...base, labels, cost, tokens, requests: 0n, isEstimate: false });
    if (spending.kind === 'cost') add(spending.costNanoUsd, fallback.tokens);
    if (spending.kind === 'unknown') add(fallback.amount, fallback.tokens);
    if (spending.kind === 'attempts') {
      for (const { provider, model, buckets, tokens } of spending.attempts) {
        const cost = naivePriceOf(model, buckets.inputUncached, buckets.output);
        add(cost, BigInt(tokens), { ...base.labels, provider, model });
      }
    }
    const last = Math.max(rows.length - 1, 0);
    for (const { name, quantity, costNanoUsd } of tools) {
      add(costNanoUsd ?? naiveToolPriceOf(name, quantity), 0n);
    }
    return rows.map((row, index) => (index === last ? { ...row, requests: 1n } : row));
  }

  #settle(command: SettleCommand): string {
    const before = this.#find(command);
    if (before.state === 'settled') return before.settleHash === command.hash ? 'repeated' : refuse('already_settled');
    this.#replace(before, { state: 'settled', settleHash: command.hash });
    const { id: reservation, labels, run, atMs, prepaid } = before;
    const fallback = { amount: before.amount, tokens: before.tokens ?? 0n };
    const truth = this.#chargesFor(
      { reservation, labels, run, atMs, prepaid },
      command.spending,
      command.tools,
      fallback,
    );
    const isKnown = truth.some(({ cost }) => cost !== null);
    // The truth takes the place of an estimate; where its cost is not known, the cost of the estimate stays.
    this.#lists.charges = this.#lists.charges.flatMap((charge) => {
      if (charge.reservation !== reservation || !charge.isEstimate) return [charge];
      return isKnown ? [] : [{ ...charge, tokens: 0n, requests: 0n }];
    });
    this.#lists.charges.push(...truth);
    return 'settled';
  }

  #extend(command: ExtendCommand): string {
    const before = this.#open(command);
    const amount = command.amountNanoUsd ?? before.amount;
    if (amount > before.amount) {
      this.#refusePaused(before.labels.agent);
      this.#refuseFinished(before.run);
      const inUsd = this.limitsOn(before.labels, before.run, before.atMs).filter(({ unit }) => unit === 'usd');
      const needs = { usd: amount, tokens: 0n, requests: 0n, concurrent: 0n };
      this.#admit(inUsd, needs, before.prepaid, { except: before.id });
    }
    const expiresMs = command.ttlMs === null ? before.expiresMs : this.nowMs + command.ttlMs;
    this.#replace(before, { amount, expiresMs });
    return 'extended';
  }

  #expire(id: string): string {
    const before = this.#lists.reservations.find((one) => one.id === id);
    if (before === undefined) refuse('not_found');
    if (before.state !== 'held' || before.expiresMs > this.nowMs) return 'not-due';
    this.#replace(before, { state: 'expired', took: before.onExpiry === 'release' ? [] : before.took });
    const { labels, run, atMs, prepaid, amount: cost } = before;
    if (before.onExpiry === 'charge') {
      const row = { reservation: id, isEstimate: true, labels, run, atMs, prepaid };
      this.#lists.charges.push({ ...row, cost, tokens: before.tokens ?? 0n, requests: 1n });
    }
    return 'expired';
  }

  #record(command: RecordCommand): string {
    for (const usage of command.usage) {
      const key = `${usage.source}/${usage.sourceId}`;
      const seen = this.#lists.reports.find((one) => one.key === key);
      if (seen !== undefined && seen.hash !== usage.hash) refuse('idempotency_mismatch');
      if (seen !== undefined) continue;
      this.#lists.reports.push({ key, hash: usage.hash });
      const { dimensions: labels } = usage;
      const run = usage.run ?? refuse('these stories give every report a run');
      const { agent, workflow } = labels;
      this.#joinRun({ id: run, agent, workflow, parent: usage.parentRun, cap: null }, false);
      const atMs = usage.timeMs ?? this.nowMs;
      const base = { reservation: null, labels, run, atMs, prepaid: this.isPrepaid };
      this.#lists.charges.push(...this.#chargesFor(base, usage.spending, usage.tools, { amount: null, tokens: 0n }));
    }
    return 'recorded';
  }

  #createRun(command: CreateRunCommand): string {
    const { id, dimensions: labels, parentRun: parent, limitNanoUsd: cap } = command;
    const { agent, workflow } = labels;
    this.#refusePaused(agent);
    if (!this.#joinRun({ id, agent, workflow, parent, cap }, true)) {
      const run = this.#lists.runs.find((one) => one.id === id)!;
      const isSame = run.cap === cap && run.parent === parent && run.workflow === workflow;
      return isSame ? 'run' : refuse('invalid_request');
    }
    const needs = { usd: 0n, tokens: 0n, requests: 0n, concurrent: 0n };
    this.#admit(this.limitsOn(labels, id), needs, this.isPrepaid, { walletNeeds: 1n });
    return 'run';
  }

  #finishRun(command: FinishRunCommand): string {
    const index = this.#lists.runs.findIndex(({ id }) => id === command.run);
    const run = this.#lists.runs[index];
    if (run === undefined || (command.onlyAgent !== null && command.onlyAgent !== run.agent)) refuse('not_found');
    if (run.status === command.status) return 'run';
    if (run.status !== null) refuse('run_finished');
    this.#lists.runs[index] = { ...run, status: command.status };
    return 'run';
  }

  #topUp(command: OfCredit): string {
    if (command.kind !== 'top-up') throw new Error(`these stories tell of no ${command.kind}`);
    const { reference, hash, amountNanoUsd: amount } = command;
    const seen = this.#lists.topUps.find((one) => one.reference === reference);
    if (seen !== undefined) return seen.hash === hash ? 'repeated' : refuse('idempotency_mismatch');
    this.#lists.topUps.push({ reference, hash, amount });
    return 'credit-moved';
  }
}
