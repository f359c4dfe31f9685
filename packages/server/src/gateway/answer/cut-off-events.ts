import type { Problem } from '../../errors/problem.ts';
import type { AnswerKind } from '../providers/index.ts';
import { nativeError } from './native-error.ts';

/** What the client has got of a stream so far. */
export interface StreamSoFar {
  /** The last bytes that were sent, a few at least; none where nothing was. */
  readonly tail: Uint8Array;
  /** Gemini streams elements of one JSON array unless it is asked for events. */
  readonly framing: 'sse' | 'json-array';
  readonly responseId: string | null;
  readonly model: string | null;
  readonly createdMs: number | null;
}

/** So many bytes of the tail say how it ends. */
const TAIL_BYTES = 16;

function tailOf({ tail }: StreamSoFar): string {
  return Buffer.from(tail.slice(-TAIL_BYTES)).toString('latin1');
}

/** Ends what was begun, so that the error is an event of its own. */
function opening(soFar: StreamSoFar): string {
  return /^$|(?:\n|\r\n?)(?:\n|\r\n?)$/.test(tailOf(soFar)) ? '' : '\n\n';
}

function event(data: object, name?: string): string {
  return `${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;
}

function arrayElement(error: object, soFar: StreamSoFar): string {
  const tail = tailOf(soFar).trimEnd();
  if (tail === '') return `[${JSON.stringify(error)}]`;
  return `${tail.endsWith('[') || tail.endsWith(',') ? '' : ',\n'}${JSON.stringify(error)}]`;
}

/**
 * A response that failed, which is how this protocol ends; and an error after it, since a client that only reads deltas
 * would take the former for a quiet end. The official client throws on whatever has a member `error`.
 */
function responsesEvents(problem: Problem, { responseId, model, createdMs }: StreamSoFar): string {
  const message = `${problem.title}: ${problem.detail}`;
  const response = {
    id: responseId ?? 'resp_cut_off',
    object: 'response',
    created_at: Math.floor((createdMs ?? 0) / 1000),
    status: 'failed',
    error: { code: problem.code, message },
    incomplete_details: null,
    model: model ?? '',
    output: [],
    usage: null,
  };
  const failed = { type: 'response.failed', sequence_number: 0, response };
  const error = {
    ...nativeError('openai', problem),
    type: 'error',
    sequence_number: 0,
    code: problem.code,
    message,
    param: null,
  };
  return event(failed, 'response.failed') + event(error, 'error');
}

/**
 * The bytes that end a stream before its time, so that the official client of its protocol throws, and a client that
 * does not still finds out why. Where the provider broke off within an event, that one cannot be mended: it fails too.
 */
export function cutOffEvents(kind: AnswerKind, problem: Problem, soFar: StreamSoFar): string {
  switch (kind) {
    case 'openai-chat':
      return `${opening(soFar)}${event(nativeError('openai', problem))}data: [DONE]\n\n`;
    case 'openai-responses':
      return opening(soFar) + responsesEvents(problem, soFar);
    case 'anthropic':
      return opening(soFar) + event(nativeError('anthropic', problem), 'error');
    case 'gemini': {
      const error = nativeError('gemini', problem);
      return soFar.framing === 'sse' ? opening(soFar) + event(error) : arrayElement(error, soFar);
    }
    case 'openai-embeddings':
    case 'bedrock':
      // They have no events: what is sent of such an answer is all or nothing.
      return '';
  }
}
