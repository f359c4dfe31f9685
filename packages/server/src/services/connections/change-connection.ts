import { invalidField } from '../../errors/problem.ts';
import type { Target } from '../audit/change.ts';
import { recordChange } from '../audit/record-change.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import type { CallPolicy } from './call-policy.ts';
import type { CallTimeouts, Connection, SealedConnection } from './connection.ts';
import { connectionFacts } from './connection-facts.ts';
import { type ConnectionRules, requireTarget } from './create-connection.ts';
import { credentialHint, sealCredential } from './credential.ts';
import { requireSealed } from './find-connections.ts';
import { requirePriceProvider } from './price-provider.ts';
import { statements } from './statements.ts';
import { updateConnection } from './write-connection.ts';

/** What is left out stays as it is; a credential or a policy of null takes it away. */
export interface ConnectionChange {
  readonly baseUrl?: string | undefined;
  readonly credential?: string | null | undefined;
  readonly priceProvider?: string | undefined;
  readonly timeouts?: Partial<CallTimeouts> | undefined;
  readonly policy?: CallPolicy | null | undefined;
}

type Credential = Pick<SealedConnection, 'sealed' | 'credentialHint'>;

const noCredential: Credential = { sealed: null, credentialHint: null };

/**
 * A credential is only ever sent to the host that it was given for: whoever may change a connection without knowing its
 * credential could otherwise have it sent to a host of their own.
 */
function changedCredential(
  rules: ConnectionRules,
  orgId: string,
  found: SealedConnection,
  baseUrl: string,
  { credential }: ConnectionChange,
): Credential {
  if (credential === null) {
    if (found.provider !== 'openai-compatible') invalidField('api_key', `a connection to ${found.provider} needs one`);
    return noCredential;
  }
  if (credential !== undefined) {
    const place = { orgId, connectionId: found.id, baseUrl };
    return { sealed: sealCredential(rules.vault, place, credential), credentialHint: credentialHint(credential) };
  }
  const isElsewhere = new URL(baseUrl).origin !== new URL(found.baseUrl).origin;
  if (found.sealed !== null && isElsewhere)
    invalidField('api_key', 'must be given with a base_url of another host: the stored key is not sent there');
  return found;
}

async function changedPriceProvider(
  { tx, orgId }: OrgTransaction,
  rules: ConnectionRules,
  found: SealedConnection,
  { priceProvider }: ConnectionChange,
): Promise<string> {
  if (priceProvider === undefined) return found.priceProvider;
  if (found.provider !== 'openai-compatible')
    invalidField('price_provider', `belongs to openai-compatible connections; this one is ${found.provider}`);
  await requirePriceProvider(tx, orgId, rules.priceProviders, priceProvider);
  return priceProvider;
}

function targetOf({ id, name }: SealedConnection): Target {
  return { kind: 'connection', id, name };
}

/** Changes a connection. Raises `not_found`, `invalid_request`. */
export async function changeConnection(
  org: OrgTransaction,
  rules: ConnectionRules,
  name: string,
  change: ConnectionChange,
): Promise<Connection> {
  const found = await requireSealed(org.tx, org.orgId, name);
  const baseUrl = change.baseUrl ?? found.baseUrl;
  if (change.baseUrl !== undefined) requireTarget(rules.targets, baseUrl);
  const { sealed, credentialHint: hint } = changedCredential(rules, org.orgId, found, baseUrl, change);
  // Once a person has said where it leads or with what key, the environment does not overrule them.
  const isTaken = change.baseUrl !== undefined || change.credential !== undefined;
  const after: SealedConnection = {
    ...found,
    baseUrl,
    sealed,
    credentialHint: hint,
    priceProvider: await changedPriceProvider(org, rules, found, change),
    timeouts: { ...found.timeouts, ...change.timeouts },
    policy: change.policy === undefined ? found.policy : change.policy,
    origin: isTaken ? 'api' : found.origin,
    updatedMs: org.nowMs,
  };
  await updateConnection(org.tx, org.orgId, after);
  const replaced = typeof change.credential === 'string' ? { api_key: 'replaced' } : {};
  const shown = { before: connectionFacts(found), after: { ...connectionFacts(after), ...replaced } };
  await recordChange(org, { action: 'connection.changed', target: targetOf(found), ...shown });
  return after;
}

/** Ends a connection at once; what was spent through it stays on record. Raises `not_found`. */
export async function deleteConnection(org: OrgTransaction, name: string): Promise<void> {
  const { tx, orgId } = org;
  const found = await requireSealed(tx, orgId, name);
  await tx.query({ ...statements.deleteConnection, values: [orgId, name] });
  const shown = { before: connectionFacts(found), after: null };
  await recordChange(org, { action: 'connection.deleted', target: targetOf(found), ...shown });
}
