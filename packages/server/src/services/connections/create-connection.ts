import { fail, invalidField } from '../../errors/problem.ts';
import { recordChange } from '../audit/record-change.ts';
import { newId } from '../ids.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import { TargetForbidden, type TargetGuard } from '../outbound/target-guard.ts';
import type { Vault } from '../vault.ts';
import type { CallPolicy } from './call-policy.ts';
import {
  type CallTimeouts,
  type Connection,
  type ConnectionOrigin,
  type ConnectionProvider,
  defaultTimeouts,
  priceProviderOf,
} from './connection.ts';
import { connectionFacts } from './connection-facts.ts';
import { credentialHint, sealCredential } from './credential.ts';
import { requirePriceProvider } from './price-provider.ts';
import { insertConnection } from './write-connection.ts';

/** What the making of a connection is checked against. */
export interface ConnectionRules {
  readonly vault: Vault;
  readonly targets: TargetGuard;
  /** The providers of the price book. */
  readonly priceProviders: readonly string[];
  isBuiltIn(name: string): boolean;
}

export interface NewConnection {
  readonly name: string;
  readonly provider: ConnectionProvider;
  readonly baseUrl: string;
  readonly credential: string | null;
  /** Of an openai-compatible one; null for the others. */
  readonly priceProvider: string | null;
  readonly timeouts: Partial<CallTimeouts>;
  readonly policy: CallPolicy | null;
  readonly origin: ConnectionOrigin;
}

/** Raises `invalid_request` for an address that may not be called; a host that is a name is checked when it is used. */
export function requireTarget(targets: TargetGuard, baseUrl: string): void {
  try {
    targets.checkUrl(new URL(baseUrl));
  } catch (error) {
    if (!(error instanceof TargetForbidden)) throw error;
    invalidField('base_url', error.message);
  }
}

/** Makes a connection, with its credential sealed. Raises `name_taken`, `invalid_request`. */
export async function createConnection(
  org: OrgTransaction,
  rules: ConnectionRules,
  asked: NewConnection,
): Promise<Connection> {
  const { tx, orgId, nowMs } = org;
  const { name, provider, baseUrl, credential, policy, origin } = asked;
  requireTarget(rules.targets, baseUrl);
  if (asked.priceProvider !== null) await requirePriceProvider(tx, orgId, rules.priceProviders, asked.priceProvider);
  const id = newId();
  const connection = {
    id,
    name,
    provider,
    baseUrl,
    sealed: credential === null ? null : sealCredential(rules.vault, { orgId, connectionId: id, baseUrl }, credential),
    credentialHint: credential === null ? null : credentialHint(credential),
    priceProvider: priceProviderOf(provider, asked.priceProvider),
    timeouts: { ...defaultTimeouts, ...asked.timeouts },
    policy,
    origin,
    createdMs: nowMs,
    updatedMs: nowMs,
  };
  const isMade = !rules.isBuiltIn(name) && (await insertConnection(tx, orgId, connection));
  if (!isMade) fail('name_taken', `connection ${name} exists`, { field: 'name' });
  const target = { kind: 'connection', id, name };
  await recordChange(org, { action: 'connection.created', target, before: null, after: connectionFacts(connection) });
  return connection;
}
