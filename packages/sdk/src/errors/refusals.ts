import { ApiError } from './api-error.ts';

/** 401: the key is not one that the server knows. */
export class AuthenticationError extends ApiError {
  override readonly name: string = 'AuthenticationError';
}

/** 403: this key, this agent or this run may not. */
export class ForbiddenError extends ApiError {
  override readonly name: string = 'ForbiddenError';
}

/** 403 `agent_paused`: somebody stopped the agent. */
export class AgentPausedError extends ForbiddenError {
  override readonly name: string = 'AgentPausedError';
}

/** 403 `run_finished`: the run has ended and takes no more. */
export class RunFinishedError extends ForbiddenError {
  override readonly name: string = 'RunFinishedError';
}

/** 404: there is no such thing in this org. */
export class NotFoundError extends ApiError {
  override readonly name: string = 'NotFoundError';
}

/** 409: it does not fit what is there already. */
export class ConflictError extends ApiError {
  override readonly name: string = 'ConflictError';
}

/** 410: it was there, and is no more. */
export class GoneError extends ApiError {
  override readonly name: string = 'GoneError';
}

/** 400, 413, 415, 422: what was sent is wrong; `field` says where, if one is named. */
export class ValidationError extends ApiError {
  override readonly name: string = 'ValidationError';
}

/** 422 `model_unpriced`: nothing is known of what the model costs. */
export class ModelUnpricedError extends ValidationError {
  override readonly name: string = 'ModelUnpricedError';
}

/** 422 `idempotency_mismatch`: the key, reference or id was used for another request. */
export class IdempotencyMismatchError extends ValidationError {
  override readonly name: string = 'IdempotencyMismatchError';
}

/** 500, 501: the server cannot, and asking again does not help. */
export class ServerError extends ApiError {
  override readonly name: string = 'ServerError';
}

/** 502, 503, 504: nothing was decided, and asking again may help. */
export class UnavailableError extends ApiError {
  override readonly name: string = 'UnavailableError';
}

type Unit = 'usd' | 'tokens' | 'requests' | 'concurrent';
const units: readonly Unit[] = ['usd', 'tokens', 'requests', 'concurrent'];

/** What a refusal says that is short. Amounts of USD are decimal strings; figures of other units are text too. */
export class ShortfallError extends ApiError {
  override readonly name: string = 'ShortfallError';

  /** In what the limit is counted. */
  get unit(): Unit {
    return units.find((unit) => this.problem[`required_${unit}`] !== undefined) ?? 'usd';
  }
  /** The id of the budget; null where it is the cap of a run, or the wallet. */
  get budget(): string | null {
    return this.text('budget');
  }
  get budgetName(): string | null {
    return this.text('budget_name');
  }
  /** By what the budget counts, such as `agent`. */
  get per(): string | null {
    return this.text('per');
  }
  /** Whose counter is full, such as the agent's name. */
  get subject(): string | null {
    return this.text('subject');
  }
  /** What is left now. */
  get available(): string | null {
    return this.figure('available');
  }
  /** What the call would have needed. */
  get required(): string | null {
    return this.figure('required');
  }
  get limit(): string | null {
    return this.figure('limit');
  }
  get spent(): string | null {
    return this.figure('spent');
  }
  get reserved(): string | null {
    return this.figure('reserved');
  }
  /** When the window ends and there is more; null where it does not end. */
  get resetsAt(): string | null {
    return this.text('resets_at');
  }

  private figure(name: string): string | null {
    const value = this.problem[`${name}_${this.unit}`];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  }
}

/** 402: a budget, the cap of a run or the wallet has too little left, even if all that is reserved were given back. */
export class BudgetExhaustedError extends ShortfallError {
  override readonly name: string = 'BudgetExhaustedError';
}

/** 402 `run_cap_exceeded`: it is the cap of the run, or of one above it. */
export class RunCapExceededError extends BudgetExhaustedError {
  override readonly name: string = 'RunCapExceededError';
}

/** 402 `insufficient_credit`: it is the wallet. */
export class InsufficientCreditError extends BudgetExhaustedError {
  override readonly name: string = 'InsufficientCreditError';
}

/** 429: too much at once; `retryAfterMs` says when to ask again. */
export class RateLimitedError extends ShortfallError {
  override readonly name: string = 'RateLimitedError';
}

/** 429 `budget_in_flight`: open reservations hold what is left. */
export class BudgetInFlightError extends ShortfallError {
  override readonly name: string = 'BudgetInFlightError';
}
