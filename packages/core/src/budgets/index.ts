export { type Budget, type Match, type MatchDimension, type Per, perOrder, type Unit } from './budget.ts';
export { type Counter, counterKey, type Limit, limitOfBudget, limitOfRun, runCapId } from './counter.ts';
export { type Dimensions, matches, modelSubject, orgSubject, subjectsOf } from './dimensions.ts';
