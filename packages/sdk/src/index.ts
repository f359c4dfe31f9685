export { Cofferdam, type CofferdamOptions } from './client.ts';
export * from './errors/index.ts';
export type { Operations } from './generated/index.ts';
export type { Intent, Journal } from './journal/journal.ts';
export type { Answer, Body, CallArguments, CallOptions, OperationName, PagedName, Query, Row } from './operations.ts';
export type { LiveEvent } from './resources/live.ts';
export type { Pages } from './resources/shapes.ts';
export type { Available } from './spending/available.ts';
export type { Problem as UnsaidProblem } from './spending/context.ts';
export {
  type Actual,
  type Held,
  type HoldOptions,
  nothingSpent,
  type ReservationRequest,
  type Spent,
} from './spending/held.ts';
export type { ToolPrice } from './spending/meter-tool.ts';
export type { Recovered } from './spending/recover.ts';
export type { Run, RunRequest } from './spending/run.ts';
export type { Labels, Spender, UsageReport } from './spending/spender.ts';
export { UnsettledError } from './spending/unsettled-error.ts';
export type { Done, Work } from './spending/with-reservation.ts';
export { type Clock, systemClock } from './transport/clock.ts';
export { type Answered, type Connection, createConnection } from './transport/connection.ts';
export type { ConnectionOptions, Fetch } from './transport/options.ts';
export { queryText } from './transport/path.ts';
export type { Reply } from './transport/reply.ts';
export type { PlainRequest } from './transport/request.ts';
