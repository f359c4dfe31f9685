import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBehaviours } from '../behaviour/behaviours.ts';
import { BehaviourError } from '../behaviour/read-part.ts';
import type { State } from '../metered/state.ts';
import { resetState } from '../metered/state.ts';
import { readBody } from './read-body.ts';
import { Refusal } from './refusal.ts';
import { sendJson } from './send-json.ts';

/** Answers the simulator's own endpoints, which no provider has. */
export async function control(
  state: State,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  switch (name) {
    case 'GET /_sim/truth':
      sendJson(response, 200, { data: state.truths.records() });
      return;
    case 'POST /_sim/behaviour':
      await setBehaviours(state, request);
      sendJson(response, 200, state.behaviours);
      return;
    case 'POST /_sim/reset':
      resetState(state);
      sendJson(response, 200, {});
      return;
    default:
      throw new Refusal(404, `The simulator has no ${name}.`);
  }
}

async function setBehaviours(state: State, request: IncomingMessage): Promise<void> {
  try {
    state.behaviours = readBehaviours(await readBody(request));
  } catch (error) {
    if (error instanceof BehaviourError) throw new Refusal(400, error.message);
    throw error;
  }
}
