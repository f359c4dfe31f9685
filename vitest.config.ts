import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Packages are read from source, by the `cofferdam-source` condition of their `exports`; a plain `source` is others' too. */
const conditions = ['cofferdam-source', 'node', 'default'];
const resolve = { conditions };
const ssr = { resolve: { conditions } };

/** The modules are read once for all the files of a project, not once for each: that was half of the time. */
const isolate = false;

/** Tests that need a database take it from one Postgres, started once for the whole run. */
const onPostgres = {
  globalSetup: './packages/server/test/postgres-setup.ts',
  hookTimeout: 60_000,
  testTimeout: 60_000,
};

/** Tests that put a module of their own in the place of another: no other test may find it there. */
const alone = ['packages/server/test/gateway/hostile/targets.test.ts'];

export default defineConfig({
  test: {
    // Much of a test is waiting for the database: two at once also where there are two processors only.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A disabled or exclusive test would make the summary say more than was checked.
    allowOnly: false,
    projects: [
      {
        resolve,
        ssr,
        test: { name: 'core', isolate, include: ['packages/core/test/**/*.test.ts'], testTimeout: 30_000 },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'server',
          isolate,
          include: [
            'packages/{server,cli}/test/**/*.test.ts',
            '{bench,simulation}/test/**/*.test.ts',
            'examples/test/**/*.test.ts',
          ],
          exclude: alone,
          ...onPostgres,
        },
      },
      { resolve, ssr, test: { name: 'alone', include: alone, isolate: true, ...onPostgres } },
      {
        resolve,
        ssr,
        test: { name: 'simulator', isolate, include: ['packages/simulator/test/**/*.test.ts'], testTimeout: 30_000 },
      },
      { resolve, ssr, test: { name: 'sdk', include: ['packages/sdk/test/**/*.test.ts'], testTimeout: 30_000 } },
      { resolve, ssr, test: { name: 'architecture', isolate, include: ['test/**/*.test.ts'], testTimeout: 60_000 } },
    ],
  },
});
