import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerRequest } from '../metered/answer-request.ts';
import type { State } from '../metered/state.ts';
import { countMessageTokens } from '../protocols/anthropic/protocol.ts';
import { writeAnthropicRefusal } from '../protocols/anthropic/refusal-body.ts';
import { countGeminiTokens } from '../protocols/gemini/protocol.ts';
import { writeGeminiRefusal } from '../protocols/gemini/refusal-body.ts';
import type { ModelStyle } from '../protocols/list-models.ts';
import { answerModels } from '../protocols/list-models.ts';
import { writeOpenaiRefusal } from '../protocols/openai/refusal-body.ts';
import type { WriteRefusal } from '../protocols/protocol.ts';
import { control } from './control.ts';
import { readBody } from './read-body.ts';
import { Refusal } from './refusal.ts';
import type { Route } from './routes.ts';
import { findRoute } from './routes.ts';
import { sendJson } from './send-json.ts';

/** Answers one request. A fault of the simulator's own is an answer too: it must not end the process. */
export async function handleRequest(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://simulator');
  const route = findRoute(request.method ?? 'GET', url);
  try {
    if (route === null) throw new Refusal(404, `Invalid URL (${request.method} ${url.pathname})`);
    if (route.kind === 'metered') await answerRequest(state, request, response, url, route);
    else await answerUnmetered(state, route, request, response);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal(500, `simulator: ${String(error)}`);
    if (response.headersSent) response.destroy();
    else sendJson(response, refusal.status, refusalWriter(route, request)(refusal, ''));
  }
}

async function answerUnmetered(
  state: State,
  route: Exclude<Route, { kind: 'metered' }>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  switch (route.kind) {
    case 'control':
      return control(state, route.name, request, response);
    case 'count-messages':
      return sendJson(response, 200, countMessageTokens(await readBody(request)));
    case 'count-contents':
      return sendJson(response, 200, countGeminiTokens(await readBody(request)));
    case 'models':
      return sendJson(response, 200, answerModels(styleOf(route.style, request), route.id));
  }
}

/** On the path that both have, Anthropic's clients are known by their header. */
function styleOf(style: 'openai' | 'gemini', request: IncomingMessage): ModelStyle {
  return style === 'openai' && request.headers['anthropic-version'] !== undefined ? 'anthropic' : style;
}

function refusalWriter(route: Route | null, request: IncomingMessage): WriteRefusal {
  if (route?.kind === 'metered') return route.protocol.writeRefusal;
  if (request.headers['anthropic-version'] !== undefined) return writeAnthropicRefusal;
  const isGemini = route?.kind === 'count-contents' || (route?.kind === 'models' && route.style === 'gemini');
  return isGemini ? writeGeminiRefusal : writeOpenaiRefusal;
}
