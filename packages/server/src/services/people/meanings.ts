import type { Permission, Role } from '@cofferdam/core';

/** What a permission is, in words, for who gives roles to people. */
export const meaningOfPermission: Readonly<Record<Permission, string>> = {
  read: 'See spend, agents, runs, budgets, alerts, connections and prices',
  spend: 'Reserve, report usage and run',
  operate:
    'Change budgets, agents, alerts, channels, connections and prices; stop runs; make and revoke keys of services and agents',
  administer: 'Make and revoke admin keys',
  credits: 'See and move credit',
  people: 'Invite people, change their roles, remove them',
  read_audit: 'See who changed what',
};

export const meaningOfRole: Readonly<Record<Role, string>> = {
  owner: 'Everything: people, admin keys, credit, and all that an operator may',
  billing_admin: 'Sees and moves credit, reads everything else and the audit log',
  operator: 'Runs the fleet: changes everything but people, admin keys and credit',
  viewer: 'Reads everything but credit, people and the audit log',
};
