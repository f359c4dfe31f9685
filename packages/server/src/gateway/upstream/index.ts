export type { AnswerBody } from './answer-body.ts';
export { answerHeaders } from './answer-headers.ts';
export { decodeBody } from './decode.ts';
export type { UpstreamAnswer } from './exchange.ts';
export { type Credential, type Protocol, requestHeaders } from './request-headers.ts';
export { type ConnectionProvider, type UpstreamBase, upstreamUrl } from './target.ts';
export { problemOfFailure, type UpstreamFailure, UpstreamFailed } from './upstream-failed.ts';
export {
  createUpstreams,
  type UpstreamOptions,
  type UpstreamRequest,
  type Upstreams,
  type UpstreamTimeouts,
} from './upstreams.ts';
