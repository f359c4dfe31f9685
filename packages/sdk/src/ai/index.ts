import { actualOf, admit, isFree, isUnsent, type MeterOptions } from '../metering/admission.ts';
import { usualCap } from '../metering/bounds/bound.ts';
import { isRecord, type JsonRecord } from '../metering/json.ts';
import { type Actual, type Held, nothingSpent } from '../spending/held.ts';
import type { Spender } from '../spending/spender.ts';
import { askedOf } from './bound.ts';
import { tokensOf } from './usage.ts';

export type { MeterOptions, OwnBound } from '../metering/admission.ts';
export { UnboundedCallError } from '../metering/bounds/bound.ts';

/** What is looked at of a language model. */
interface Model {
  readonly provider: string;
  readonly modelId: string;
}

interface Streamed<Part> {
  readonly stream: ReadableStream<Part>;
}

/** The middleware, in the form of the library's `LanguageModelMiddleware`, of its third version and of its second. */
export interface Middleware {
  readonly specificationVersion: 'v3';
  readonly middlewareVersion: 'v2';
  readonly transformParams: <Params extends { maxOutputTokens?: number | undefined }>(given: {
    params: Params;
    model: Model;
  }) => Promise<Params>;
  readonly wrapGenerate: <Result extends { readonly usage: unknown }>(given: {
    doGenerate: () => PromiseLike<Result>;
    params: object;
    model: Model;
  }) => Promise<Result>;
  readonly wrapStream: <Part, Result extends Streamed<Part>>(given: {
    doStream: () => PromiseLike<Result & Streamed<Part>>;
    params: object;
    model: Model;
  }) => Promise<Result>;
}

/** The library's names of providers that the price list calls otherwise. */
const priceNames: Readonly<Record<string, string>> = { xai: 'x-ai', vertex: 'google', 'google-vertex': 'google' };

/** `openai.responses` is of `openai`. */
function providerOf({ provider }: Model): string {
  const [name = provider] = provider.split('.');
  return priceNames[name] ?? name;
}

/** What a call spent that failed: nothing, where the provider refused it. */
function actualOfFailure(error: unknown): Actual {
  const status = isRecord(error) || error instanceof Error ? (error as JsonRecord & Error)['statusCode'] : undefined;
  const isRefused = typeof status === 'number' && isFree(status);
  return isRefused || isUnsent(error) ? nothingSpent : { usage: null };
}

function usedIn(part: unknown): unknown {
  return isRecord(part) && part['type'] === 'finish' ? part['usage'] : undefined;
}

/** Settles when the stream is over; what is broken off before its end is charged as reserved. */
function watched<Part>(source: ReadableStream<Part>, close: (usage: unknown) => Promise<void>): ReadableStream<Part> {
  const reader = source.getReader();
  let usage: unknown;
  return new ReadableStream<Part>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) {
          usage = usedIn(value) ?? usage;
          controller.enqueue(value);
          return;
        }
        await close(usage);
        controller.close();
      } catch (error) {
        await close(usage);
        controller.error(error);
      }
    },
    async cancel(reason) {
      await reader.cancel(reason).catch(() => undefined);
      await close(usage);
    },
  });
}

interface Call {
  readonly held: Held;
  readonly actual: (usage: unknown) => Actual;
}

/**
 * Middleware for `wrapLanguageModel` of `ai`: each call is reserved at its upper bound before, and settled with the usage
 * that the provider reported after. A refusal is raised as it is, and is not tried again. `on` is a client of Cofferdam
 * or a run.
 */
export function meter(on: Spender, options: MeterOptions = {}): Middleware {
  async function begin(model: Model, params: object): Promise<Call> {
    const provider = options.provider ?? providerOf(model);
    const asked = askedOf(model.modelId, params as JsonRecord, options);
    const { abortSignal } = params as { abortSignal?: AbortSignal };
    const held = await admit(on, asked, { ...options, provider }, abortSignal);
    const actual = (usage: unknown): Actual => {
      const tokens = tokensOf(usage);
      return actualOf(tokens === null ? null : { model: null, tokens, tools: [] }, asked, provider);
    };
    return { held, actual };
  }
  async function attempt<Result>({ held }: Call, work: () => PromiseLike<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      await held.closeOrTell(actualOfFailure(error));
      throw error;
    }
  }
  return {
    specificationVersion: 'v3',
    middlewareVersion: 'v2',
    transformParams: async ({ params, model }) => ({
      ...params,
      maxOutputTokens: params.maxOutputTokens ?? usualCap(model.modelId, options),
    }),
    async wrapGenerate({ doGenerate, params, model }) {
      const call = await begin(model, params);
      const result = await attempt(call, doGenerate);
      await call.held.closeOrTell(call.actual(result.usage));
      return result;
    },
    async wrapStream({ doStream, params, model }) {
      const call = await begin(model, params);
      const result = await attempt(call, doStream);
      let isClosed = false;
      const close = async (usage: unknown): Promise<void> => {
        if (isClosed) return;
        isClosed = true;
        await call.held.closeOrTell(call.actual(usage));
      };
      return { ...result, stream: watched(result.stream, close) };
    },
  };
}
