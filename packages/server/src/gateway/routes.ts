import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fail, problemOf } from '../errors/problem.ts';
import { describeError, type DescribedError } from '../services/describe-error.ts';
import type { OpenConnection } from '../services/connections/connection-book.ts';
import type { Principal } from '../services/keys/principal.ts';
import { readAttribution } from './attribution.ts';
import { type ClientReply, createClientReply } from './call/client-reply.ts';
import { freeCall } from './call/free-call.ts';
import { meteredCall } from './call/metered-call.ts';
import { prepareRequest } from './call/prepare-request.ts';
import { identifyCaller } from './caller-key.ts';
import { type GatewayContext, limits } from './context.ts';
import { type Endpoint, findEndpoint, protocolOf } from './endpoints.ts';
import { type GatewayPath, readGatewayPath } from './gateway-path.ts';
import { adviceOnConnection, adviceOnEndpoint, adviceOnShape } from './path-advice.ts';
import { type AnswerKind, InvalidCall, readCall } from './providers/index.ts';
import { readBody } from './request-body.ts';
import { requestFingerprint } from './request-fingerprint.ts';
import type { Protocol } from './upstream/index.ts';

/** The price catalogue's name of who speaks a protocol: for the simulator, which speaks them all. */
const providerOf: { readonly [protocol in Protocol]: string } = {
  openai: 'openai',
  anthropic: 'anthropic',
  gemini: 'google',
};

function isMetered(endpoint: Endpoint): endpoint is Endpoint & { readonly kind: AnswerKind } {
  return endpoint.kind !== null;
}

function pathOf(request: FastifyRequest): GatewayPath {
  return readGatewayPath(request.raw.url ?? '') ?? fail('not_found', adviceOnShape());
}

async function connectionOf(context: GatewayContext, orgId: string, name: string): Promise<OpenConnection> {
  return (await context.connections.find(orgId, name)) ?? fail('not_found', adviceOnConnection(name));
}

/** A key that is pinned to a connection reaches no other, for what costs nothing either. */
function requirePin({ pins }: Principal, { name }: OpenConnection): void {
  if (pins.connection === undefined || pins.connection === name) return;
  fail('forbidden', `this key is bound to connection ${pins.connection}`, { field: 'connection' });
}

function endpointOf(connection: OpenConnection, method: string, path: GatewayPath): Endpoint {
  const { provider } = connection;
  return findEndpoint(provider, method, path.rest) ?? fail('not_found', adviceOnEndpoint(provider, method, path));
}

/** Finds the connection and the endpoint, and makes the call. Raises problems before anything is sent. */
async function handle(context: GatewayContext, request: FastifyRequest, client: ClientReply): Promise<void> {
  const { raw, headers, principal } = request;
  const path = pathOf(request);
  const connection = await connectionOf(context, principal.orgId, path.connection);
  requirePin(principal, connection);
  const endpoint = endpointOf(connection, request.method, path);
  const attribution = readAttribution(headers, path.labels);
  const bytes = Buffer.isBuffer(request.body) ? request.body : null;
  const target = prepareRequest(connection, endpoint, path, headers, bytes !== null);
  if (!isMetered(endpoint)) {
    return freeCall(context, { connection, request: raw, client, target, body: bytes });
  }
  const priceProvider = connection.priceProvider ?? providerOf[endpoint.protocol];
  const body = readBody(bytes);
  const asked = readCall(endpoint.kind, body, endpoint, priceProvider);
  const fingerprint = requestFingerprint(endpoint.kind, asked.model, bytes ?? '', body);
  return meteredCall(context, {
    asking: { principal, connection, endpoint, attribution, asked, priceProvider, fingerprint },
    client,
    target,
  });
}

function invalidCall({ field, detail }: InvalidCall): DescribedError {
  return { problem: problemOf('invalid_request', `${field}: ${detail}`, { field }) };
}

/** Refuses in the words of the protocol that the path is meant for. */
function refuse(context: GatewayContext, request: FastifyRequest, client: ClientReply, error: Error): void {
  const { problem, retryAfterSeconds } = error instanceof InvalidCall ? invalidCall(error) : describeError(error);
  if (problem.status >= 500) {
    context.logger.error({ err: error, code: problem.code, requestId: request.id }, 'request failed');
  }
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  if (client.isBegun) client.abort();
  else client.refuse({ ...problem, instance: request.id }, headers);
}

function clientOf(request: FastifyRequest, reply: FastifyReply): ClientReply {
  return createClientReply(reply.raw, protocolOf(request.raw.url ?? ''));
}

/**
 * The way of the AI traffic: `/gateway/{connection}/…`. Every path goes through one function, which knows the paths that
 * there are; anything else is not found.
 */
export async function gatewayRoutes(app: FastifyInstance, context: GatewayContext): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: limits.requestBytes }, (_request, body, done) =>
      done(null, body),
    );
    scope.setErrorHandler<FastifyError>((error, request, reply) => {
      reply.hijack();
      refuse(context, request, clientOf(request, reply), error);
    });
    scope.route({
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: '/gateway/*',
      // The caller's key may stand where its provider's client puts it, so the gateway looks for it itself.
      config: { open: true },
      schema: { hide: true },
      // Before the body: nobody sends megabytes without a key.
      async onRequest(request) {
        request.principal = await identifyCaller(context.authenticator, request.headers);
      },
      async handler(request, reply) {
        // A model may think for longer than a connection may otherwise be idle: the call has timeouts of its own.
        request.raw.socket.setTimeout(0);
        reply.hijack();
        const client = clientOf(request, reply);
        try {
          await context.underWay.track(handle(context, request, client));
        } catch (error) {
          refuse(context, request, client, error instanceof Error ? error : new Error(String(error)));
        }
      },
    });
  });
}
