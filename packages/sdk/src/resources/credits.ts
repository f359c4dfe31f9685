import { asked, paged, plain, sent } from './shapes.ts';

/** The wallet: what goes in and out of it, and the proofs of that. */
export const credits = {
  get: plain('GET /v1/credits'),
  update: sent('PATCH /v1/credits'),
  topUp: sent('POST /v1/credits/top-ups'),
  grant: sent('POST /v1/credits/grants'),
  refund: sent('POST /v1/credits/refunds'),
  adjust: sent('POST /v1/credits/adjustments'),
  writeOff: sent('POST /v1/credits/write-offs'),
  lots: paged('GET /v1/credits/lots'),
  ledger: paged('GET /v1/credits/ledger'),
  exportLedger: plain('GET /v1/credits/ledger/export'),
  statements: paged('GET /v1/credits/statements'),
  statement: asked('GET /v1/credits/statements/{month}'),
  checkpoint: sent('POST /v1/credits/checkpoints'),
  checkpoints: paged('GET /v1/credits/checkpoints'),
  checkpointKey: plain('GET /.well-known/cofferdam-checkpoint-key'),
  checkout: sent('POST /v1/credits/checkout'),
  payments: paged('GET /v1/credits/payments'),
  payment: plain('GET /v1/credits/payments/{id}'),
  refreshPayment: sent('POST /v1/credits/payments/{id}/refresh'),
  reconciliation: asked('GET /v1/credits/reconciliation'),
  correct: sent('POST /v1/credits/reconciliation/corrections'),
} as const;
