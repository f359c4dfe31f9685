import { alertRoutes } from './alerts/routes.ts';
import type { App } from './app.ts';
import { auditRoutes } from './audit/routes.ts';
import { budgetRoutes } from './budgets/routes.ts';
import { deliveryRoutes } from './channels/delivery-routes.ts';
import { channelRoutes } from './channels/routes.ts';
import { connectionRoutes } from './connections/routes.ts';
import type { ApiContext } from './context.ts';
import { creditRoutes } from './credits/routes.ts';
import { statementRoutes } from './credits/statement-routes.ts';
import { exportRoutes } from './exports/routes.ts';
import { keyRoutes } from './keys/routes.ts';
import { orgRoutes } from './orgs/routes.ts';
import { peopleRoutes } from './people/routes.ts';
import { priceRoutes } from './prices/routes.ts';
import { projectionRoutes } from './projections/routes.ts';
import { problemRoutes } from './problems/routes.ts';
import { registryRoutes } from './registry/routes.ts';
import { reportRoutes } from './reports/routes.ts';
import { reservationRoutes } from './reservations/routes.ts';
import { runRoutes } from './runs/routes.ts';
import { sessionRoutes } from './session/routes.ts';
import { usageRoutes } from './usage/routes.ts';

/** The resources of /v1, one folder each. */
export function apiRoutes(app: App, context: ApiContext): void {
  reservationRoutes(app, context);
  usageRoutes(app, context);
  runRoutes(app, context);
  budgetRoutes(app, context);
  creditRoutes(app, context);
  statementRoutes(app, context);
  reportRoutes(app, context);
  projectionRoutes(app, context);
  exportRoutes(app, context);
  alertRoutes(app, context);
  channelRoutes(app, context);
  deliveryRoutes(app, context);
  connectionRoutes(app, context);
  keyRoutes(app, context);
  orgRoutes(app, context);
  registryRoutes(app, context);
  priceRoutes(app, context);
  peopleRoutes(app, context);
  sessionRoutes(app, context);
  auditRoutes(app, context);
  problemRoutes(app);
}
