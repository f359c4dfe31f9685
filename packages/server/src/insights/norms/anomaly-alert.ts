import type {
  ChargeVerdict,
  MeasuredCharge,
  Repetition,
  RunAnomaly,
  RunTotal,
  Usual,
  UsageRecord,
} from '@cofferdam/core';
import type { NewAlert } from '../../services/alerts/alert.ts';
import { alertId } from '../../services/alerts/alert-id.ts';
import { momentText } from '../../services/alerts/wording/times.ts';
import { causeText, factorText } from './cause-text.ts';

type Texts = Readonly<Record<string, string | undefined>>;

interface Anomaly {
  readonly record: UsageRecord;
  readonly dedupeKey: string;
  readonly amounts: Readonly<Record<string, bigint | undefined>>;
  readonly facts: Texts;
  /** The rule says that the agent is to be paused. */
  readonly pause: boolean;
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** Leaves out what does not apply. */
function present<Value>(all: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

/** The alert of an anomaly, with its evidence: figures as exact integers, all else in words. */
function anomalyAlert({ record, dedupeKey, amounts, facts, pause }: Anomaly): NewAlert {
  const { agent, team } = record.dimensions;
  const timeMs = record.recordedMs;
  const texts = Object.entries(present(amounts)).map(([name, amount]): [string, string] => [name, amount.toString()]);
  return {
    id: alertId(timeMs, dedupeKey),
    type: 'anomaly',
    severity: pause ? 'critical' : 'warning',
    dedupeKey,
    budgetId: null,
    budgetName: null,
    owner: null,
    agent,
    team,
    subject: agent,
    windowStartMs: null,
    windowEndMs: null,
    limitVersion: null,
    thresholdPpm: null,
    timeMs,
    figures: {
      unit: 'usd',
      amounts: Object.fromEntries(texts),
      facts: present({ ...facts, action: pause ? 'pause' : undefined }),
    },
    notify: [],
  };
}

function evidenceOf(
  usual: Usual,
  seen: bigint,
  what: 'charges' | 'runs',
): { amounts: Anomaly['amounts']; facts: Texts } {
  const { norm, median, high, count, sinceMs } = usual;
  return {
    amounts: { norm, median, high },
    facts: { factor: factorText(seen, norm), known_from: `${count} ${what} since ${momentText(sinceMs, 'UTC')}` },
  };
}

export type FoundCharge = Extract<ChargeVerdict, { kind: 'anomaly' }>;

/**
 * A charge that is out of character: told of once for each record. Of a model or tool that the agent has no norm of yet one
 * is told once a day, and not with each charge until it has.
 */
export function chargeAlert(charge: MeasuredCharge, { against, usual, cause }: FoundCharge, pause: boolean): NewAlert {
  const { record, series, costNanoUsd } = charge;
  const { agent, provider, model } = record.dimensions;
  const evidence = evidenceOf(usual, costNanoUsd, 'charges');
  return anomalyAlert({
    record,
    dedupeKey:
      against === 'own' ? `anomaly charge ${record.id}` : `anomaly new ${dayOf(record.recordedMs)} ${agent} ${series}`,
    amounts: { cost: costNanoUsd, ...evidence.amounts },
    facts: {
      kind: 'charge',
      cause: cause.kind,
      cause_text: causeText(cause),
      against: against === 'own' ? series : 'agent',
      ...evidence.facts,
      provider: provider ?? undefined,
      model: model ?? undefined,
      tool: record.tool ?? undefined,
      run: record.run,
      record: record.id,
    },
    pause,
  });
}

const runCauses: { readonly [kind in RunAnomaly['kind']]: string } = {
  run_total: 'it costs more than runs of the agent do',
  run_rate: 'it spends faster than runs of the agent do',
};

/** A run that is out of character: told of once in what it costs, and once in how fast. */
export function runAlert(record: UsageRecord, run: RunTotal, anomaly: RunAnomaly, pause: boolean): NewAlert {
  const { kind, seen, usual } = anomaly;
  const evidence = evidenceOf(usual, seen, 'runs');
  return anomalyAlert({
    record,
    dedupeKey: `anomaly ${kind} ${record.run}`,
    amounts: { cost: run.costNanoUsd, ...(kind === 'run_rate' ? { rate: seen } : {}), ...evidence.amounts },
    facts: { kind, cause: kind, cause_text: runCauses[kind], ...evidence.facts, run: record.run, record: record.id },
    pause,
  });
}

/** An agent that makes the same request over and over: told of once a day for each request. */
export function loopAlert(record: UsageRecord, fingerprint: string, repetition: Repetition, pause: boolean): NewAlert {
  const { count, firstMs, costNanoUsd, run } = repetition;
  const seconds = Math.round((record.timeMs - firstMs) / 1_000);
  return anomalyAlert({
    record,
    dedupeKey: `anomaly loop ${dayOf(record.recordedMs)} ${record.dimensions.agent} ${fingerprint}`,
    amounts: { cost: costNanoUsd },
    facts: {
      kind: 'loop',
      cause: 'loop',
      cause_text: `${count} identical requests within ${seconds} seconds`,
      requests: String(count),
      fingerprint,
      provider: record.dimensions.provider ?? undefined,
      model: record.dimensions.model ?? undefined,
      run: run ?? undefined,
      record: record.id,
    },
    pause,
  });
}
