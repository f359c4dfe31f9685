import { ConnectionError } from '../errors/index.ts';
import type { Answer, AnyGiven, CallArguments, OperationName } from '../operations.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import { type ConnectionOptions, readSettings, type Settings } from './options.ts';
import { persist } from './persist.ts';
import { randomKey } from './random-key.ts';
import { bodyOf } from './reply.ts';
import { type PlainRequest, requestOf } from './request.ts';

/** What went well, with what stands in its headers. */
export interface Answered<Body = unknown> {
  readonly body: Body;
  readonly status: number;
  readonly headers: Headers;
}

/** Calls the operations of one server. */
export interface Connection extends Attempts {
  readonly settings: Settings;
  /** `call('GET /v1/budgets/{id}', { path: { id } })`. Raises CofferdamError. */
  readonly call: <Name extends OperationName>(name: Name, ...given: CallArguments<Name>) => Promise<Answer<Name>>;
  /** Any call, by its parts, with as many attempts as it takes. Raises CofferdamError. */
  readonly send: (request: PlainRequest) => Promise<Answered>;
  /** A key that nothing else has. */
  readonly newKey: () => string;
}

/** Makes a connection. Nothing is sent by that. Raises TypeError for an address that is none. */
export function createConnection(options: ConnectionOptions = {}): Connection {
  const settings = readSettings(options);
  const { baseUrl, clock, random } = settings;
  const attempts = createAttempts(settings);
  const newKey = (): string => randomKey(random);

  async function send(given: PlainRequest): Promise<Answered> {
    const isKeyed = given.method !== 'POST' || given.idempotencyKey !== undefined;
    const request = isKeyed ? given : { ...given, idempotencyKey: newKey() };
    const reply = await persist(() => attempts.attempt(request), {
      maxRetries: request.maxRetries ?? settings.maxRetries,
      clock,
      random: random ?? Math.random,
      signal: request.signal,
      isRepeatable: request.method === 'GET' || request.method === 'POST',
    });
    try {
      return { body: bodyOf(reply), status: reply.status, headers: reply.headers };
    } catch (error) {
      throw new ConnectionError(`${baseUrl} gave an answer that is no JSON`, error);
    }
  }

  return {
    ...attempts,
    settings,
    send,
    newKey,
    call: async <Name extends OperationName>(name: Name, ...[given]: CallArguments<Name>) =>
      (await send(requestOf(name, given as AnyGiven | undefined))).body as Answer<Name>,
  };
}
