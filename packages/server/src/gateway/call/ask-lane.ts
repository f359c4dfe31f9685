import type { Command, Outcome } from '@cofferdam/core';
import type { Carrier } from '../../services/lane/carrier.ts';

/**
 * Puts a command of the gateway into the org's lane and brings its outcome back. The answer's text is for the ledger
 * alone: a settle that is repeated must find one. Raises what the lane raises where the store cannot answer.
 */
export async function askLane(lanes: Carrier, orgId: string, command: Command): Promise<Outcome> {
  let decided: Outcome | null = null;
  await lanes.submit(orgId, {
    command,
    idempotency: null,
    render(outcome) {
      decided = outcome;
      return { status: 200, body: '{}' };
    },
  });
  if (decided === null) throw new Error(`the lane answered a ${command.kind} without deciding it`);
  return decided;
}
