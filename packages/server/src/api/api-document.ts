import { buildApp } from './app.ts';
import type { ApiContext } from './context.ts';
import { healthRoutes, type HealthOptions } from './health/routes.ts';
import { describeApi } from './openapi.ts';
import { apiRoutes } from './routes.ts';

/** A route that is registered, whether or not readers are shown it. */
export interface RegisteredRoute {
  readonly method: string;
  readonly url: string;
  readonly isShown: boolean;
  /** It answers without a key. */
  readonly isOpen: boolean;
}

/**
 * The description of the API, made of its routes with nothing behind them, so that docs/reference/openapi.json needs no
 * database. `onRoute` is told of each route.
 */
export async function apiDocument(onRoute: (route: RegisteredRoute) => void = () => undefined): Promise<unknown> {
  const context = {} as ApiContext;
  const app = buildApp(context, { logger: null, newRequestId: () => '', pages: null });
  app.addHook('onRoute', ({ method, url, schema, config }) =>
    onRoute({ method: String(method), url, isShown: schema?.hide !== true, isOpen: config?.open === true }),
  );
  await describeApi(app);
  app.after(() => {
    healthRoutes(app, {} as HealthOptions);
    apiRoutes(app, context);
  });
  await app.ready();
  const document = app.swagger();
  await app.close();
  return document;
}
