import { asked, paged, plain, sent } from './shapes.ts';

/** What was spent, and what is noticed about it. */
export const reading = {
  reports: {
    overview: asked('GET /v1/reports/overview'),
    agents: asked('GET /v1/reports/agents'),
    breakdown: asked('GET /v1/reports/breakdown'),
    series: asked('GET /v1/reports/series'),
    refusals: asked('GET /v1/reports/refusals'),
    unitEconomics: asked('GET /v1/reports/unit-economics'),
    projection: asked('GET /v1/reports/projection'),
    modelSwap: asked('GET /v1/reports/model-swap'),
  },

  /** Whole files as text; for large ones, `client.stream`. */
  exports: {
    usage: asked('GET /v1/exports/usage'),
    focus: asked('GET /v1/exports/focus'),
  },

  alerts: {
    list: paged('GET /v1/alerts'),
    counts: plain('GET /v1/alerts/counts'),
    get: plain('GET /v1/alerts/{id}'),
    acknowledge: sent('POST /v1/alerts/{id}/acknowledge'),
    snooze: sent('POST /v1/alerts/{id}/snooze'),
    resolve: sent('POST /v1/alerts/{id}/resolve'),
  },

  anomalies: {
    rules: plain('GET /v1/anomaly-rules'),
    setRules: sent('PUT /v1/anomaly-rules'),
    agentRules: plain('GET /v1/agents/{id}/anomaly-rules'),
    setAgentRules: sent('PUT /v1/agents/{id}/anomaly-rules'),
    deleteAgentRules: plain('DELETE /v1/agents/{id}/anomaly-rules'),
    norm: plain('GET /v1/agents/{id}/norm'),
  },

  channels: {
    create: sent('POST /v1/channels'),
    list: paged('GET /v1/channels'),
    get: plain('GET /v1/channels/{channel}'),
    update: sent('PATCH /v1/channels/{channel}'),
    delete: plain('DELETE /v1/channels/{channel}'),
    test: sent('POST /v1/channels/{channel}/test'),
    rotateSecret: sent('POST /v1/channels/{channel}/rotate-secret'),
  },

  deliveries: {
    list: paged('GET /v1/deliveries'),
    get: plain('GET /v1/deliveries/{id}'),
    redeliver: sent('POST /v1/deliveries/{id}/redeliver'),
  },

  audit: { list: paged('GET /v1/audit') },

  problems: { get: plain('GET /problems/{name}') },

  health: {
    alive: plain('GET /healthz'),
    ready: plain('GET /readyz'),
    metrics: plain('GET /metrics'),
  },
} as const;
