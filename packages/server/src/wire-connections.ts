import type { PriceBookData } from '@cofferdam/core';
import type { Logger } from 'pino';
import type { ApiContext } from './api/context.ts';
import { createAgentPolicies } from './services/connections/agent-policies.ts';
import { createConnectionBook, type OpenConnection } from './services/connections/connection-book.ts';
import { ensureEnvironmentConnections, type EnvironmentKeys } from './services/connections/environment-connections.ts';
import type { OrgTransactions } from './services/org-transaction.ts';
import { createTargetGuard } from './services/outbound/target-guard.ts';

export interface ConnectionOptions {
  /** Ranges in CIDR notation that may be called though they are not of the public internet. */
  readonly allowedPrivate?: readonly string[];
  /** Keys of providers, of which connections of the org `default` are made. */
  readonly providerKeys?: EnvironmentKeys;
  /** Connections that every org has, by name. */
  readonly builtInConnections?: ReadonlyMap<string, OpenConnection>;
  readonly logger: Logger;
}

type Wired = Pick<ApiContext, 'connections' | 'connectionRules' | 'agentPolicies'>;

/** Wires what the gateway calls providers through, and makes the connections that the environment asks for. */
export async function wireConnections(
  changes: OrgTransactions,
  data: PriceBookData,
  nowMs: () => number,
  options: ConnectionOptions,
): Promise<Wired> {
  const { pool, vault } = changes;
  const { allowedPrivate = [], providerKeys = {}, builtInConnections = new Map<string, OpenConnection>() } = options;
  const connections = createConnectionBook({ pool, vault, nowMs, builtIn: builtInConnections });
  const connectionRules = {
    vault,
    targets: createTargetGuard({ allowedPrivate }),
    priceProviders: data.providers.map(({ id }) => id),
    isBuiltIn: (name: string) => connections.isBuiltIn(name),
  };
  for (const { name, change } of await ensureEnvironmentConnections(changes, connectionRules, providerKeys))
    options.logger.info({ connection: name }, `connection ${change} from the environment`);
  return { connections, connectionRules, agentPolicies: createAgentPolicies(pool, nowMs) };
}
