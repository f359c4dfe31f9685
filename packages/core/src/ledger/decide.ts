import { withActions } from '../actions/take-actions.ts';
import { decideCreateRun, decideFinishRun } from '../runs/decide-run.ts';
import { withinBounds } from './bounds.ts';
import type { Command } from './commands.ts';
import { decideCredit } from './credit/decide-credit.ts';
import { decideExpireLots } from './credit/expire-lots.ts';
import type { Decision } from './effects.ts';
import { decideExpire } from './expire.ts';
import { decideExtend } from './extend.ts';
import { decideRecord } from './record.ts';
import { decideRelease } from './release.ts';
import { decideReserve } from './reserve.ts';
import { decideSettle } from './settle.ts';
import type { LedgerState } from './state.ts';

/** Decides one command on the state as it stands. It reads only: `apply` makes the change. */
export function decide(state: LedgerState, command: Command): Decision {
  return withActions(state, withinBounds(state, command, decideKind(state, command)));
}

function decideKind(state: LedgerState, command: Command): Decision {
  switch (command.kind) {
    case 'reserve':
      return decideReserve(state, command);
    case 'settle':
      return decideSettle(state, command);
    case 'release':
      return decideRelease(state, command);
    case 'extend':
      return decideExtend(state, command);
    case 'expire':
      return decideExpire(state, command);
    case 'record':
      return decideRecord(state, command);
    case 'create-run':
      return decideCreateRun(state, command);
    case 'finish-run':
      return decideFinishRun(state, command);
    case 'expire-lots':
      return decideExpireLots(state);
    case 'top-up':
    case 'grant-credit':
    case 'refund-credit':
    case 'claw-back':
    case 'reinstate-credit':
    case 'adjust-credit':
    case 'write-off':
      return decideCredit(state, command);
  }
}
