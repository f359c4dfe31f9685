import type { IncomingMessage } from 'node:http';
import { problemOf } from '../../errors/problem.ts';
import type { OpenConnection } from '../../services/connections/connection-book.ts';
import { type GatewayContext, limits } from '../context.ts';
import {
  type AnswerBody,
  answerHeaders,
  decodeBody,
  hideCredential,
  problemOfFailure,
  UpstreamFailed,
} from '../upstream/index.ts';
import type { ClientReply } from './client-reply.ts';
import type { PreparedRequest } from './prepare-request.ts';

export interface FreeRequest {
  readonly connection: OpenConnection;
  readonly request: Pick<IncomingMessage, 'method'>;
  readonly client: ClientReply;
  readonly target: PreparedRequest;
  readonly body: Buffer | null;
}

/** All of an error, which is short; of one that is not, as much as is held of any answer. */
async function readError(body: AnswerBody): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > limits.heldBytes) break;
  }
  return Buffer.concat(chunks, bytes);
}

/** Passes a call through that its provider charges nothing for: lists of models, counts of tokens. */
export async function freeCall(context: GatewayContext, free: FreeRequest): Promise<void> {
  const { connection, request, client, target, body } = free;
  const controller = new AbortController();
  client.onLeft(() => controller.abort());
  const timer = setTimeout(() => controller.abort(), connection.timeouts.totalMs);
  try {
    const answer = await context.upstreamsOf(connection).send({
      method: request.method ?? 'GET',
      url: target.url,
      headers: target.headers,
      body,
      timeouts: connection.timeouts,
      signal: controller.signal,
    });
    if (answer.status >= 300 && answer.status < 400) {
      answer.body.destroy();
      client.refuse(
        problemOf('upstream_unreachable', 'the provider redirects, which is not followed; correct the base URL'),
      );
      return;
    }
    const decoded = decodeBody(answer.body, answer.headers['content-encoding']);
    const { credential } = connection;
    const headers = answerHeaders(answer.headers, false, credential);
    if (answer.status >= 400) {
      return client.send(answer.status, headers, hideCredential(await readError(decoded), credential));
    }
    client.begin(answer.status, headers);
    for await (const chunk of decoded) await client.write(chunk, controller.signal);
    client.end();
  } catch (error) {
    if (!(error instanceof UpstreamFailed)) throw error;
    context.logger.warn({ err: error, connection: connection.name }, 'upstream failed');
    if (client.isBegun) client.abort();
    else client.refuse(problemOfFailure(error));
  } finally {
    clearTimeout(timer);
  }
}
