import { usdOf } from '../report/table.ts';
import type { Honesty } from './books.ts';
import { shapeName } from './measure.ts';
import type { CappedRound, GatewayResult, Repetition } from './result.ts';

/** Where the ledger and the upstream, who counted by themselves, do not agree, or something was left behind. */
export function dishonesties(where: string, honesty: Honesty): string[] {
  const { ledgerCalls, ledgerNanoUsd, upstreamCalls, upstreamNanoUsd, overshootNanoUsd } = honesty;
  const { openReservations, estimated, broken } = honesty;
  const found = [
    ledgerCalls === upstreamCalls ? '' : `the ledger has ${ledgerCalls} calls, the upstream ${upstreamCalls}`,
    ledgerNanoUsd === upstreamNanoUsd
      ? ''
      : `the ledger has ${usdOf(ledgerNanoUsd)} USD, the upstream ${usdOf(upstreamNanoUsd)}`,
    overshootNanoUsd === '0' ? '' : `${usdOf(overshootNanoUsd)} USD above hard limits`,
    openReservations === 0 ? '' : `${openReservations} reservations are still held`,
    estimated === 0 ? '' : `${estimated} calls were charged by an estimate`,
    broken === 0 ? '' : `${broken} answers did not leave the upstream whole`,
  ];
  return found.filter((fault) => fault !== '').map((fault) => `${where}: ${fault}`);
}

/** Calls that were not answered as this load must be: there is room for all of it. */
export function unserved({ direct, through }: Repetition): number {
  return [direct, through].reduce((sum, one) => sum + one.failed + one.refused + one.refusedInFlight, 0);
}

function faultsOfRepetition(where: string, one: Repetition): string[] {
  const missing = unserved(one);
  const uncounted = one.through.answered - one.honesty.upstreamCalls;
  return [
    ...dishonesties(where, one.honesty),
    ...(missing === 0 ? [] : [`${where}: ${missing} calls were refused or failed`]),
    ...(uncounted === 0 ? [] : [`${where}: ${uncounted} answers more than the upstream counted`]),
  ];
}

function faultsOfCapped({ figures, honesty, limitNanoUsd }: CappedRound): string[] {
  const where = 'the capped agent';
  const isWithin = BigInt(honesty.ledgerNanoUsd) <= BigInt(limitNanoUsd);
  return [
    ...dishonesties(where, honesty),
    ...(isWithin ? [] : [`${where}: spent ${usdOf(honesty.ledgerNanoUsd)} of ${usdOf(limitNanoUsd)} USD`]),
    ...(figures.failed === 0 ? [] : [`${where}: ${figures.failed} calls failed`]),
    ...(figures.answered === honesty.upstreamCalls ? [] : [`${where}: a refused call reached the upstream`]),
  ];
}

/** What makes a run worthless, however fast it was: nothing here is a matter of speed. */
export function findGatewayFaults({ cells, capped, audit }: GatewayResult): string[] {
  const { differences, overshootNanoUsd } = audit;
  return [
    ...cells.flatMap(({ shape, repetitions }) =>
      repetitions.flatMap((one) => faultsOfRepetition(shapeName(shape), one)),
    ),
    ...faultsOfCapped(capped),
    ...(overshootNanoUsd === '0' ? [] : [`in the end ${usdOf(overshootNanoUsd)} USD stand above hard limits`]),
    ...(differences === 0 ? [] : [`verify found ${differences} differences`]),
  ];
}
