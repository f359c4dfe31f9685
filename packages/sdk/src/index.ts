import type { Operations } from './generated/index.ts';

/** What an operation answers with, as JSON has it: `Answer<'GET /v1/budgets'>`. Money is a decimal string in USD. */
export type Answer<Name extends keyof Operations> = Operations[Name]['answer'];

/** What an operation takes as its body. */
export type Body<Name extends keyof Operations> = Operations[Name]['body'];

/** What an operation takes in its query. */
export type Query<Name extends keyof Operations> = Operations[Name]['query'];

export type { Operations } from './generated/index.ts';
