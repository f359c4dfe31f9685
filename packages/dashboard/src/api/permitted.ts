import { useQuery } from '@tanstack/react-query';
import { type Permission, sessionQuery } from './session.ts';

/** Whether whoever is signed in may do it: a control that would be refused is not there. */
export function usePermitted(permission: Permission): boolean {
  const { data: session } = useQuery(sessionQuery);
  return session?.permissions.includes(permission) ?? false;
}
