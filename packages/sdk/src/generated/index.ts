// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.

import type { Alerts } from './alerts.ts';
import type { Anomalies } from './anomalies.ts';
import type { Audit } from './audit.ts';
import type { Budgets } from './budgets.ts';
import type { Channels } from './channels.ts';
import type { Connections } from './connections.ts';
import type { Credits } from './credits.ts';
import type { Deliveries } from './deliveries.ts';
import type { Exports } from './exports.ts';
import type { Health } from './health.ts';
import type { Imports } from './imports.ts';
import type { Keys } from './keys.ts';
import type { Live } from './live.ts';
import type { Orgs } from './orgs.ts';
import type { People } from './people.ts';
import type { Policy } from './policy.ts';
import type { Prices } from './prices.ts';
import type { Problems } from './problems.ts';
import type { Registry } from './registry.ts';
import type { Reports } from './reports.ts';
import type { Reservations } from './reservations.ts';
import type { Restrictions } from './restrictions.ts';
import type { Runs } from './runs.ts';
import type { Session } from './session.ts';
import type { Usage } from './usage.ts';

/** Every operation of the API, by its method and path. */
export interface Operations extends Alerts, Anomalies, Audit, Budgets, Channels, Connections, Credits, Deliveries, Exports, Health, Imports, Keys, Live, Orgs, People, Policy, Prices, Problems, Registry, Reports, Reservations, Restrictions, Runs, Session, Usage {}
