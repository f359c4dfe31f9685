import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { problemOf } from '../errors/problem.ts';
import type { Principal } from '../services/keys/principal.ts';
import { requireCallers } from './authentication.ts';
import type { ApiContext } from './context.ts';
import { isPagePath, type Pages } from './dashboard/routes.ts';
import { handleError } from './error-handler.ts';
import { wordIssues } from './issue-wording.ts';
import { sendProblem } from './reply.ts';

export type App = FastifyInstance;

/** Every limit of the HTTP side in one place. */
const limits = {
  bodyLimit: 8 * 1024 * 1024,
  connectionTimeout: 30_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 72_000,
  maxParamLength: 300,
};

export interface AppOptions {
  readonly logger: FastifyBaseLogger | null;
  readonly newRequestId: () => string;
  /** Null where only the API is served. */
  readonly pages: Pages | null;
}

/** Builds the HTTP server; it does not listen. Routes are added by the caller. */
export function buildApp(context: ApiContext, options: AppOptions): App {
  wordIssues();
  const { connectionTimeout, requestTimeout, keepAliveTimeout, bodyLimit, maxParamLength } = limits;
  const app = fastify({
    ...(options.logger === null ? { logger: false } : { loggerInstance: options.logger }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: options.newRequestId,
    // A logger of its own for each request would cost more than the rest of its admission; errors name the request.
    childLoggerFactory: (logger) => logger,
    connectionTimeout,
    requestTimeout,
    keepAliveTimeout,
    bodyLimit,
    routerOptions: { maxParamLength },
    return503OnClosing: true,
  });
  // JSON is all that is read: text would reach the handlers as one.
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('principal', null as unknown as Principal);
  requireCallers(app, context);
  app.setErrorHandler(handleError);
  app.setNotFoundHandler((request, reply) => {
    if (options.pages !== null && isPagePath(request)) return options.pages.send(reply);
    const problem = problemOf('not_found', `there is no ${request.method} ${request.url.slice(0, 200)}`);
    return sendProblem(reply, { ...problem, instance: request.id });
  });
  return app;
}
