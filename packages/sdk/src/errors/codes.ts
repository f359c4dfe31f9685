import { ApiError, type Refusal } from './api-error.ts';
import {
  AgentPausedError,
  AuthenticationError,
  BudgetExhaustedError,
  BudgetInFlightError,
  ConflictError,
  ForbiddenError,
  GoneError,
  IdempotencyMismatchError,
  InsufficientCreditError,
  ModelUnpricedError,
  NotFoundError,
  RateLimitedError,
  RunCapExceededError,
  RunFinishedError,
  ServerError,
  UnavailableError,
  ValidationError,
} from './refusals.ts';

type ErrorClass = new (refusal: Refusal) => ApiError;

/** Codes that have a class of their own. */
const byCode: Readonly<Record<string, ErrorClass>> = {
  run_cap_exceeded: RunCapExceededError,
  insufficient_credit: InsufficientCreditError,
  budget_in_flight: BudgetInFlightError,
  agent_paused: AgentPausedError,
  run_finished: RunFinishedError,
  model_unpriced: ModelUnpricedError,
  idempotency_mismatch: IdempotencyMismatchError,
};

/** All others have the class of their status: a code that a later server adds has one too. */
const byStatus: Readonly<Record<number, ErrorClass>> = {
  400: ValidationError,
  401: AuthenticationError,
  402: BudgetExhaustedError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  410: GoneError,
  413: ValidationError,
  415: ValidationError,
  422: ValidationError,
  429: RateLimitedError,
  500: ServerError,
  501: ServerError,
  502: UnavailableError,
  503: UnavailableError,
  504: UnavailableError,
};

/** The error that a refusal is. */
export function errorOf(refusal: Refusal): ApiError {
  const { code } = refusal.problem;
  const ofCode = typeof code === 'string' && Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  const Class = ofCode ?? byStatus[refusal.status] ?? ApiError;
  return new Class(refusal);
}
