import type { Answer, OperationName } from '@cofferdam/sdk';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import type { controlAnswers } from '../../src/api/answers/control.ts';
import type { creditAnswers } from '../../src/api/answers/credits.ts';
import type { judgingAnswers } from '../../src/api/answers/judging.ts';
import type { payingAnswers } from '../../src/api/answers/paying.ts';
import type { peopleAnswers } from '../../src/api/answers/people.ts';
import type { policyAnswers } from '../../src/api/answers/policy.ts';
import type { projectingAnswers } from '../../src/api/answers/projecting.ts';
import type { readingAnswers } from '../../src/api/answers/reading.ts';
import type { spendingAnswers } from '../../src/api/answers/spending.ts';
import type { tellingAnswers } from '../../src/api/answers/telling.ts';

// Nothing here runs: `tsc -b` is the test. The types of the library are generated from the document; here they are held
// against the schemas themselves, which a generator that misreads the document could not make up for.

type All = typeof controlAnswers &
  typeof creditAnswers &
  typeof judgingAnswers &
  typeof payingAnswers &
  typeof peopleAnswers &
  typeof policyAnswers &
  typeof projectingAnswers &
  typeof readingAnswers &
  typeof spendingAnswers &
  typeof tellingAnswers;

/** `/v1/runs/:id/tree` as the document has it: `/v1/runs/{id}/tree`. */
type Documented<Path extends string> = Path extends `${infer Before}:${infer Name}/${infer After}`
  ? `${Before}{${Name}}/${Documented<After>}`
  : Path extends `${infer Before}:${infer Name}`
    ? `${Before}{${Name}}`
    : Path extends '*'
      ? '{model}'
      : Path;

/** Without marks of what may be changed, and with what is absent left out. */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Plain<Exclude<T[Key], undefined>> }
    : T;

/** What has no body is null there, and undefined to who called. */
type Server<Route extends keyof All> = {
  [Status in keyof All[Route]]: All[Route][Status] extends z.ZodType
    ? Status extends 204
      ? undefined
      : Plain<z.output<All[Route][Status]>>
    : never;
}[keyof All[Route]];

type IsSame<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;

/** The routes of which the types differ. */
type Differing = {
  [Route in keyof All]: Documented<Route> extends OperationName
    ? IsSame<Server<Route>, Plain<Answer<Documented<Route>>>> extends true
      ? never
      : Route
    : Route;
}[keyof All];

type Covered = Documented<keyof All>;
/** Operations that answer with a file and nothing else have no schema. */
type Left = Exclude<OperationName, Covered>;
type OfFiles = { [Name in Left]: Answer<Name> extends string ? never : Name }[Left];

const differing: [Differing] extends [never] ? 'none' : Differing = 'none';
const unknown: [OfFiles] extends [never] ? 'none' : OfFiles = 'none';

test('the types of the client library are the types of the server', () => {
  expect([differing, unknown]).toEqual(['none', 'none']);
});
