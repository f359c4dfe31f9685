import type { RunFound, Tree } from './runs.ts';

/** A run as it stands in its tree. */
export interface Branch {
  readonly run: RunFound;
  readonly depth: number;
  readonly hasChildren: boolean;
}

/** The runs of a tree from the top down, each below its parent; what is below a closed one is left out. */
export function lineUp(tree: Tree, closed: ReadonlySet<string>): readonly Branch[] {
  const children = new Map<string, RunFound[]>();
  for (const run of tree.data) {
    const siblings = children.get(run.parent_run ?? '') ?? [];
    siblings.push(run);
    children.set(run.parent_run ?? '', siblings);
  }
  const from = (run: RunFound, depth: number): readonly Branch[] => {
    const below = children.get(run.id) ?? [];
    const own = { run, depth, hasChildren: below.length > 0 };
    return closed.has(run.id) ? [own] : [own, ...below.flatMap((one) => from(one, depth + 1))];
  };
  return from(tree, 0);
}
