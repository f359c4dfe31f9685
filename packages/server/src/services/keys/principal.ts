import { type Dimensions, type Holder, isPermitted, type Permission, type Role } from '@cofferdam/core';
import { fail, invalidField } from '../../errors/problem.ts';

export type KeyKind = 'admin' | 'service' | 'agent';

/** The labels that a key may pin: its holder cannot set them to anything else. */
export type PinnableLabel = 'agent' | 'workflow' | 'connection' | 'user' | 'team';

export type Pins = { readonly [label in PinnableLabel]?: string | undefined };

/** The person behind a session. */
export interface SignedIn {
  readonly sessionId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

/** Who is calling: the holder of a key, or a person who is signed in. */
export interface Principal {
  readonly orgId: string;
  /** The id of the key, or of the person. */
  readonly keyId: string;
  /** The name of the key, or the address of the person. */
  readonly keyName: string;
  readonly kind: KeyKind | 'person';
  /** Null for the holder of a key. */
  readonly person: SignedIn | null;
  /** May make orgs. */
  readonly operator: boolean;
  /** The one agent of an agent key. */
  readonly agent: string | null;
  readonly pins: Pins;
}

export interface Labels {
  readonly agent?: string | undefined;
  readonly workflow?: string | undefined;
  readonly connection?: string | undefined;
  readonly user?: string | undefined;
  readonly team?: string | undefined;
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
}

/** The label as the key has it: a pin fills what is left out, and another value is refused. */
function bound(label: PinnableLabel, given: string | undefined, pinned: string | null | undefined): string | null {
  if (pinned === undefined || pinned === null) return given ?? null;
  if (given !== undefined && given !== pinned)
    fail('forbidden', `this key is bound to ${label} ${pinned}`, { field: label });
  return pinned;
}

/**
 * The dimensions of a call: the caller's labels under what its key fixes. Where no agent is named, the caller is told
 * `agentAdvice`. Raises `forbidden`, `invalid_request`.
 */
export function bindLabels(principal: Principal, labels: Labels, agentAdvice = 'is required'): Dimensions {
  const { pins } = principal;
  const agent = bound('agent', labels.agent, principal.agent ?? pins.agent);
  if (agent === null) invalidField('agent', agentAdvice);
  return {
    agent,
    workflow: bound('workflow', labels.workflow, pins.workflow),
    connection: bound('connection', labels.connection, pins.connection),
    user: bound('user', labels.user, pins.user),
    team: bound('team', labels.team, pins.team),
    provider: labels.provider ?? null,
    model: labels.model ?? null,
  };
}

/** The agent that an agent key is confined to, or null. */
export function confinedTo(principal: Principal): string | null {
  return principal.agent ?? principal.pins.agent ?? null;
}

/** As what a principal is granted things. */
export function holderOf({ kind, person }: Principal): Holder {
  if (person !== null) return person.role;
  if (kind === 'person') throw new Error('a person without a session calls nothing');
  return kind;
}

/** Who may do it, in words. */
const holders: Readonly<Record<Permission, string>> = {
  read: 'an admin or a service key, or a person who is signed in',
  spend: 'a key',
  operate: 'an admin key, an owner or an operator',
  administer: 'an admin key or an owner',
  credits: 'an admin key, an owner or a billing admin',
  people: 'an admin key or an owner',
  read_audit: 'an admin key, an owner, a billing admin or an operator',
};

/** Raises `forbidden`. */
export function requirePermission(principal: Principal, permission: Permission): void {
  if (!isPermitted(holderOf(principal), permission)) fail('forbidden', `this needs ${holders[permission]}`);
}

export function requireOperator(principal: Principal): void {
  if (!principal.operator) fail('forbidden', 'this needs an operator key');
}

/** Agent keys make no agents. */
export function mayCreateAgent(principal: Principal): boolean {
  return principal.kind !== 'agent';
}
