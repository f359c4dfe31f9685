export {
  type Holder,
  isPermitted,
  type Permission,
  permissions,
  permissionsOf,
  type Role,
  roles,
} from './permission.ts';
export { decideSession, sessionIdleMs, sessionMaxMs, type SessionDecision, type SessionState } from './session.ts';
export {
  addressThrottle,
  type AttemptDecision,
  decideAttempt,
  emailThrottle,
  type FailedAttempts,
  type ThrottleRule,
} from './sign-in-throttle.ts';
