export { isPaused, lastsAsLong, type Pause } from './pause.ts';
export type { PauseCause } from './pause-cause.ts';
export {
  type ActionKind,
  type BudgetAction,
  heldBy,
  type Restraint,
  type TakenAction,
  throttleOf,
} from './restraint.ts';
export type { Restriction } from './restriction.ts';
export { type Taken, takeActions } from './take-actions.ts';
