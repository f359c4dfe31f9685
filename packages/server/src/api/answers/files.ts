/** Media types of the answers that are no JSON, by route. */
const files: Readonly<Record<string, readonly string[]>> = {
  'GET /v1/reports/breakdown': ['text/csv'],
  'GET /v1/reports/series': ['text/csv'],
  'GET /v1/reports/refusals': ['text/csv'],
  'GET /v1/exports/usage': ['text/csv', 'application/x-ndjson'],
  'GET /v1/credits/statements/:month': ['text/csv', 'text/html'],
  'GET /v1/exports/focus': ['text/csv'],
  'GET /v1/credits/ledger/export': ['application/x-ndjson'],
  'GET /v1/live': ['text/event-stream'],
  'GET /.well-known/cofferdam-checkpoint-key': ['text/plain'],
  'GET /metrics': ['text/plain'],
};

/** The media types that a route answers with, where it answers with a file. */
export function filesOf(method: string, url: string): readonly string[] | undefined {
  return files[`${method} ${url}`];
}
