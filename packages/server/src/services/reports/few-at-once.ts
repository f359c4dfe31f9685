import { fail } from '../../errors/problem.ts';

/**
 * Runs work that reads a whole history, a few at a time on a node: each keeps a connection and a part of a processor for
 * seconds, which calls under way need too. Beyond that it raises `overloaded`.
 */
export function fewAtOnce(most: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let running = 0;
  return async (work) => {
    if (running >= most)
      fail('overloaded', `${most} reports of this kind are under way on this node; ask again in a moment`);
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
    }
  };
}
