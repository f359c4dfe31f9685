import {
  decideCharge,
  decideRun,
  isLoop,
  isRunOfItsOwn,
  measure,
  type MeasuredCharge,
  rateOf,
  type UsageRecord,
} from '@cofferdam/core';
import type { NewAlert } from '../../services/alerts/alert.ts';
import { raiseAlerts } from '../../services/alerts/raise-alerts.ts';
import type { PauseAgents } from '../../services/anomalies/pause-agents.ts';
import { loadRules, type RuleBook } from '../../services/anomalies/rules.ts';
import type { Follower } from '../followers/follower.ts';
import { chargeAlert, loopAlert, runAlert } from './anomaly-alert.ts';
import { NormShelf, runSeries, wholeSeries } from './norm-shelf.ts';
import { RunShelf } from './run-shelf.ts';
import { SeenRequests } from './seen-requests.ts';

/** What is older when it is looked at is history: it makes norms, and nobody is woken for it. */
const freshMs = 3_600_000;

export interface NormsOptions {
  readonly nowMs: () => number;
  /** Pauses agents for what they did, in the transaction that tells of it. */
  readonly pause: PauseAgents;
}

/** What a step works on. */
interface Step {
  readonly orgId: string;
  readonly rules: RuleBook;
  readonly norms: NormShelf;
  readonly runs: RunShelf;
  readonly seen: SeenRequests;
}

function judgeCharge({ rules, norms }: Step, charge: MeasuredCharge): NewAlert[] {
  const { agent } = charge.record.dimensions;
  const known = { own: norms.find(agent, charge.series), agent: norms.find(agent, wholeSeries) };
  const rulesOfAgent = rules.rulesOf(agent);
  const verdict = decideCharge(known, charge, rulesOfAgent);
  norms.learnCharge(charge);
  return verdict.kind === 'anomaly' ? [chargeAlert(charge, verdict, rulesOfAgent.pause)] : [];
}

function judgeRun({ rules, norms, runs }: Step, record: UsageRecord): NewAlert[] {
  const { agent } = record.dimensions;
  for (const over of runs.takeOver(agent, record.timeMs)) {
    const cost = over.costNanoUsd > 0n ? over.costNanoUsd : 0n;
    norms.learnRun(agent, cost, rateOf({ ...over, costNanoUsd: cost }), record.recordedMs);
  }
  if (record.costNanoUsd === null || isRunOfItsOwn(record)) return [];
  const run = runs.add(agent, record.run, record.timeMs, record.costNanoUsd);
  const rulesOfAgent = rules.rulesOf(agent);
  const found = decideRun(norms.find(agent, runSeries), run, rulesOfAgent);
  return found.map((anomaly) => runAlert(record, run, anomaly, rulesOfAgent.pause));
}

/** Of the records of a call only the one that counts as the request. */
function isRequest({ type, requests }: UsageRecord): boolean {
  return type === 'model_call' && requests === 1;
}

function judgeRequest({ orgId, rules, seen }: Step, record: UsageRecord): NewAlert[] {
  const { fingerprint, dimensions } = record;
  if (fingerprint === null || !isRequest(record)) return [];
  const rulesOfAgent = rules.rulesOf(dimensions.agent);
  const repetition = seen.count(orgId, record, fingerprint, rulesOfAgent);
  return isLoop(repetition, rulesOfAgent) ? [loopAlert(record, fingerprint, repetition, rulesOfAgent.pause)] : [];
}

function judge(step: Step, record: UsageRecord): NewAlert[] {
  const charge = measure(record);
  const ofCharge = charge === null ? [] : judgeCharge(step, charge);
  return [...ofCharge, ...judgeRun(step, record), ...judgeRequest(step, record)];
}

/** A loop is found with each of its requests: the first is what is told of. */
function once(alerts: readonly NewAlert[]): readonly NewAlert[] {
  const byKey = new Map(alerts.toReversed().map((alert) => [alert.dedupeKey, alert]));
  return alerts.filter((alert) => byKey.get(alert.dedupeKey) === alert);
}

/** Those that fired and are to pause their agent. */
function pausing(alerts: readonly NewAlert[], fired: readonly string[]): readonly NewAlert[] {
  const ids = new Set(fired);
  return alerts.filter(({ id, figures }) => ids.has(id) && figures.facts['action'] === 'pause');
}

/**
 * Keeps what is usual for each agent, and tells of what is not: each charge is compared with what came before it, and then
 * added. What is told stands in the transaction that remembers the charge, so it is told once.
 */
export function createNormsFollower({ nowMs, pause }: NormsOptions): Follower {
  const seen = new SeenRequests();
  return {
    name: 'norms',
    async follow(tx, orgId, records) {
      const agents = [...new Set(records.map(({ dimensions }) => dimensions.agent))];
      const rules = await loadRules(tx, orgId, agents);
      const norms = await NormShelf.load(
        tx,
        orgId,
        records.flatMap((record) => measure(record) ?? []),
      );
      const runs = await RunShelf.load(tx, orgId, agents);
      const first = records.find((record) => record.fingerprint !== null && isRequest(record));
      if (first !== undefined) await seen.prepare(tx, orgId, first, (agent) => rules.rulesOf(agent));
      const step: Step = { orgId, rules, norms, runs, seen };
      const freshFromMs = nowMs() - freshMs;
      const alerts = records.flatMap((record) => {
        const found = judge(step, record);
        return record.timeMs >= freshFromMs ? found : [];
      });
      await norms.save(tx, orgId);
      await runs.save(tx, orgId);
      const fired = await raiseAlerts(tx, orgId, once(alerts));
      await pause(tx, orgId, pausing(alerts, fired));
    },
  };
}
