export type { AnswerBody } from './answer-body.ts';
export { answerHeaders } from './answer-headers.ts';
export { decodeBody } from './decode.ts';
export type { UpstreamAnswer } from './exchange.ts';
export { hideCredential } from './hide-credential.ts';
export { type Credential, type Protocol, requestHeaders } from './request-headers.ts';
export { type ConnectionProvider, upstreamUrl } from './target.ts';
export { problemOfFailure, UpstreamFailed } from './upstream-failed.ts';
export { createUpstreams, type UpstreamRequest, type Upstreams } from './upstreams.ts';
