import type { Dimensions } from '@cofferdam/core';
import { fail, invalidField } from '../../errors/problem.ts';

export type KeyKind = 'admin' | 'service' | 'agent';

/** The labels that a key may pin: its holder cannot set them to anything else. */
export type PinnableLabel = 'agent' | 'workflow' | 'connection' | 'user' | 'team';

export type Pins = { readonly [label in PinnableLabel]?: string | undefined };

/** Who is calling: what a key says of its holder. */
export interface Principal {
  readonly orgId: string;
  readonly keyId: string;
  readonly kind: KeyKind;
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

export function requireAdmin(principal: Principal): void {
  if (principal.kind !== 'admin') fail('forbidden', 'this needs an admin key');
}

/** What an org has configured is not for agents to read. */
export function requireReader(principal: Principal): void {
  if (principal.kind === 'agent') fail('forbidden', 'this needs an admin or a service key');
}

export function requireOperator(principal: Principal): void {
  if (!principal.operator) fail('forbidden', 'this needs an operator key');
}

/** Agent keys make no agents. */
export function mayCreateAgent(principal: Principal): boolean {
  return principal.kind !== 'agent';
}
