import { bySystem } from '../audit/change.ts';
import { recordChange } from '../audit/record-change.ts';
import { changeOrg, type OrgTransactions } from '../org-transaction.ts';
import { defaultOrgId } from '../orgs/create-org.ts';
import { defaultBaseUrls, type SealedConnection } from './connection.ts';
import { type ConnectionRules, createConnection } from './create-connection.ts';
import { credentialHint, CredentialUnreadable, openCredential, sealCredential } from './credential.ts';
import { findSealed } from './find-connections.ts';
import { updateConnection } from './write-connection.ts';

/** The providers whose keys the environment may hold; each makes a connection of its own name. */
export type EnvironmentProvider = keyof typeof defaultBaseUrls;

export type EnvironmentKeys = { readonly [provider in EnvironmentProvider]?: string | undefined };

export interface EnvironmentChange {
  readonly name: string;
  readonly change: 'made' | 'updated';
}

function holds(rules: ConnectionRules, found: SealedConnection, credential: string): boolean {
  if (found.sealed === null) return false;
  const place = { orgId: defaultOrgId, connectionId: found.id, baseUrl: found.baseUrl };
  try {
    return openCredential(rules.vault, place, found.sealed) === credential;
  } catch (error) {
    if (error instanceof CredentialUnreadable) return false;
    throw error;
  }
}

function isToUpdate(rules: ConnectionRules, found: SealedConnection, credential: string): boolean {
  return found.origin === 'environment' && !holds(rules, found, credential);
}

async function ensure(
  changes: OrgTransactions,
  rules: ConnectionRules,
  provider: EnvironmentProvider,
  credential: string,
): Promise<EnvironmentChange | null> {
  const known = await findSealed(changes.pool, defaultOrgId, provider);
  if (known !== null && !isToUpdate(rules, known, credential)) return null;
  let change: EnvironmentChange['change'] | null = null;
  await changeOrg(changes, {
    orgId: defaultOrgId,
    by: bySystem('environment'),
    idempotency: null,
    // Two nodes that start at once queue on the lane's row here, and the second finds the first one's connection.
    work: async (org) => {
      const found = await findSealed(org.tx, org.orgId, provider);
      if (found === null) {
        const common = { name: provider, provider, credential, origin: 'environment' } as const;
        const rest = { priceProvider: null, timeouts: {}, policy: null, baseUrl: defaultBaseUrls[provider] };
        await createConnection(org, rules, { ...common, ...rest });
        change = 'made';
      } else if (isToUpdate(rules, found, credential)) {
        const place = { orgId: org.orgId, connectionId: found.id, baseUrl: found.baseUrl };
        const sealed = sealCredential(rules.vault, place, credential);
        const hint = credentialHint(credential);
        await updateConnection(org.tx, org.orgId, { ...found, sealed, credentialHint: hint, updatedMs: org.nowMs });
        const target = { kind: 'connection', id: found.id, name: found.name };
        const shown = { before: {}, after: { api_key: 'replaced' } };
        await recordChange(org, { action: 'connection.changed', target, ...shown });
        change = 'updated';
      }
      return { status: 204, body: '' };
    },
  });
  return change === null ? null : { name: provider, change };
}

/**
 * Makes connections of the org `default` from the keys that the environment holds, and gives those that it made before
 * their present key. One that was made or given another key or host through the API is left alone, as is one whose
 * variable is gone.
 */
export async function ensureEnvironmentConnections(
  changes: OrgTransactions,
  rules: ConnectionRules,
  keys: EnvironmentKeys,
): Promise<EnvironmentChange[]> {
  const made: EnvironmentChange[] = [];
  for (const provider of Object.keys(defaultBaseUrls) as EnvironmentProvider[]) {
    const credential = keys[provider];
    const change = credential === undefined ? null : await ensure(changes, rules, provider, credential);
    if (change !== null) made.push(change);
  }
  return made;
}
