export { type Budget, type Match, type MatchDimension, type Per, perOrder, type Unit } from './budget.ts';
export {
  availableOf,
  type Counter,
  counterKey,
  type Limit,
  limitOfBudget,
  limitOfRun,
  runCapId,
  windDownAvailableOf,
} from './counter.ts';
export { type Dimensions, matches, modelSubject, orgSubject, subjectsOf } from './dimensions.ts';
