export { ApiError, type Problem, type Refusal } from './api-error.ts';
export { CofferdamError, type FieldProblem } from './cofferdam-error.ts';
export { ConnectionError, TimeoutError } from './connection-error.ts';
export { errorOf } from './codes.ts';
export * from './refusals.ts';
