/** What a person may be in an org. */
export const roles = ['owner', 'billing_admin', 'operator', 'viewer'] as const;

export type Role = (typeof roles)[number];

/**
 * What a caller may do:
 * `read` what the org has configured and used, but for its credit; `spend` through reservations, usage and runs;
 * `operate` budgets, agents, channels, connections, prices, alerts and the keys of services and agents;
 * `administer` admin keys; `credits`: see and move credit; `people`: invite them and change their roles;
 * `read_audit`: see who changed what.
 */
export const permissions = ['read', 'spend', 'operate', 'administer', 'credits', 'people', 'read_audit'] as const;

export type Permission = (typeof permissions)[number];

/** A key, by its kind, or a person, by their role. */
export type Holder = 'admin' | 'service' | 'agent' | Role;

// A person never spends: what an agent uses is charged to a key, which says whose it is.
const granted: Readonly<Record<Holder, readonly Permission[]>> = {
  admin: permissions,
  service: ['read', 'spend'],
  agent: ['spend'],
  owner: ['read', 'operate', 'administer', 'credits', 'people', 'read_audit'],
  billing_admin: ['read', 'credits', 'read_audit'],
  operator: ['read', 'operate', 'read_audit'],
  viewer: ['read'],
};

/** Everything that the holder may do, in the order of `permissions`. */
export function permissionsOf(holder: Holder): readonly Permission[] {
  return granted[holder];
}

export function isPermitted(holder: Holder, permission: Permission): boolean {
  return granted[holder].includes(permission);
}
