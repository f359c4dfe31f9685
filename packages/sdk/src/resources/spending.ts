import { asked, paged, plain, sent } from './shapes.ts';

/** Money is set aside, spent and given back. */
export const spending = {
  reservations: {
    create: sent('POST /v1/reservations'),
    get: plain('GET /v1/reservations/{id}'),
    settle: sent('POST /v1/reservations/{id}/settle'),
    release: sent('POST /v1/reservations/{id}/release'),
    extend: sent('POST /v1/reservations/{id}/extend'),
  },

  usage: {
    report: sent('POST /v1/usage'),
    list: paged('GET /v1/usage'),
  },

  runs: {
    create: sent('POST /v1/runs'),
    list: paged('GET /v1/runs'),
    get: plain('GET /v1/runs/{id}'),
    tree: plain('GET /v1/runs/{id}/tree'),
    usage: paged('GET /v1/runs/{id}/usage'),
    finish: sent('POST /v1/runs/{id}/finish'),
  },

  budgets: {
    create: sent('POST /v1/budgets'),
    list: paged('GET /v1/budgets'),
    get: plain('GET /v1/budgets/{id}'),
    update: sent('PATCH /v1/budgets/{id}'),
    delete: plain('DELETE /v1/budgets/{id}'),
    standings: paged('GET /v1/budgets/standings'),
    counters: paged('GET /v1/budgets/{id}/counters'),
    backtest: sent('POST /v1/backtests'),
  },

  policy: {
    get: plain('GET /v1/policy'),
    plan: sent('POST /v1/policy/plan'),
    apply: sent('POST /v1/policy/apply'),
  },

  restrictions: {
    list: paged('GET /v1/restrictions'),
    lift: sent('POST /v1/restrictions/{id}/lift'),
  },

  prices: {
    get: asked('GET /v1/prices'),
    book: paged('GET /v1/prices/book'),
    unpriced: asked('GET /v1/prices/unpriced'),
    overrides: paged('GET /v1/prices/overrides'),
    setOverride: sent('PUT /v1/prices/overrides/{provider}/{model}'),
    endOverride: asked('DELETE /v1/prices/overrides/{provider}/{model}'),
    ceiling: plain('GET /v1/prices/ceiling'),
    setCeiling: sent('PUT /v1/prices/ceiling'),
    deleteCeiling: plain('DELETE /v1/prices/ceiling'),
  },
} as const;
