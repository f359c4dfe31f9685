import { type Command, promptTokens, type ReleaseCommand, type SettleCommand } from '@cofferdam/core';
import { isStoreFailure, Overloaded } from '../../services/lane/failures.ts';
import { isPlainText } from '../bounds/index.ts';
import type { GatewayContext } from '../context.ts';
import { askLane } from './ask-lane.ts';
import type { Booked } from './exchange.ts';
import type { Admitted } from './open-call.ts';
import { type Ending, settlementOf, type Settlement } from './settlement.ts';

const unknown: Booked = { costNanoUsd: null, estimated: false };

function commandOf({ reservation, fingerprint }: Admitted, settlement: Settlement): SettleCommand | ReleaseCommand {
  const which = { reservationId: reservation.id, origin: 'gateway', onlyAgent: null } as const;
  if (settlement.kind === 'release') return { kind: 'release', ...which };
  // A call is settled once: a settle of the same reservation that comes again is the same one, sent twice.
  const { spending, tools } = settlement;
  return { kind: 'settle', ...which, hash: `gateway ${reservation.id}`, spending, tools, fingerprint };
}

/** What the provider counted for how many bytes, where that says something of text alone. */
function learn({ calibration }: GatewayContext, { facts }: Admitted, settlement: Settlement): void {
  if (settlement.kind === 'release' || !settlement.exact || settlement.spending.kind !== 'attempts') return;
  const { asked, billTo } = facts;
  const [attempt] = settlement.spending.attempts;
  if (attempt === undefined || !isPlainText(asked.input)) return;
  calibration.observe(billTo.provider, billTo.model, asked.input.textBytes, promptTokens(attempt.buckets));
}

/** Leaves a command to be booked as soon as the store answers; what asking again cannot help goes to the log. */
function owe({ backlog, logger }: GatewayContext, orgId: string, command: Command, error: unknown): void {
  if (error instanceof Overloaded || isStoreFailure(error)) backlog.add(orgId, command, error);
  else logger.error({ err: error, orgId, command: loggable(command) }, 'a call was not booked');
}

/** Ends the run where the caller said so and got its answer; else the run goes on, and its next call can end it. */
async function finishRun(context: GatewayContext, admitted: Admitted, ending: Ending): Promise<void> {
  const { orgId, runStatus: status, reservation } = admitted;
  if (status === null || ending.kind !== 'answered') return;
  const command = { kind: 'finish-run', run: reservation.run, status, onlyAgent: null } as const;
  try {
    await askLane(context.lanes, orgId, command);
  } catch (error) {
    owe(context, orgId, command, error);
  }
}

/**
 * Books what a call came to, once and in full. Where the store cannot answer now, it is booked as soon as it can: the
 * client is not kept waiting for it, and is told no cost.
 */
export async function bookCall(context: GatewayContext, admitted: Admitted, ending: Ending): Promise<Booked> {
  const { orgId, reservation } = admitted;
  const settlement = settlementOf(admitted.facts, ending);
  learn(context, admitted, settlement);
  const command = commandOf(admitted, settlement);
  try {
    const outcome = await askLane(context.lanes, orgId, command);
    await finishRun(context, admitted, ending);
    if (outcome.kind === 'settled') return outcome.settlement;
    if (outcome.kind === 'released') return { costNanoUsd: 0n, estimated: false };
    context.logger.error(
      { reservation: reservation.id, outcome: outcome.kind },
      'a call was not booked as it should be',
    );
  } catch (error) {
    owe(context, orgId, command, error);
    // Its run ends all the same: a settle that comes later is booked to a run that has ended.
    await finishRun(context, admitted, ending);
  }
  return unknown;
}

/** A command as the log can write it, so that it can be booked by hand. */
export function loggable(command: unknown): string {
  return JSON.stringify(command, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}
