import { modeName } from './mode.ts';
import type { Audit } from './audit.ts';
import type { BenchResult } from './result.ts';
import { usdOf } from '../report/table.ts';
import { mishaps } from './tables.ts';

function faultsOf(where: string, { overshootNanoUsd, differences }: Audit, unserved: number): string[] {
  return [
    ...(overshootNanoUsd === '0' ? [] : [`${where}: ${usdOf(overshootNanoUsd)} USD above hard limits`]),
    ...(differences === 0 ? [] : [`${where}: verify found ${differences} differences`]),
    ...(unserved === 0 ? [] : [`${where}: ${unserved} calls were refused or failed`]),
  ];
}

/** What makes a run worthless, however fast it was: nothing here is a matter of speed. */
export function findFaults({ cells, poolTrials, capped }: BenchResult): string[] {
  const found = [...cells, ...poolTrials].flatMap((cell) =>
    faultsOf(`${modeName(cell.mode)} at ${cell.clients} clients`, cell.audit, mishaps(cell)),
  );
  return [...found, ...faultsOf('the capped agent', capped.audit, capped.failed)];
}
