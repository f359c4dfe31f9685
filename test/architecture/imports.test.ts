import { expect, test } from 'vitest';
import { configuration, inspect } from './cruise.ts';
import { soundTree, withTree } from './planted-tree.ts';

/** For each rule, modules that break it: the file, and its text. */
const plantedViolations: readonly (readonly [rule: string, path: string, text: string])[] = [
  [
    'core-is-pure',
    'packages/core/src/clock.ts',
    "import { hrtime } from 'node:process';\nexport const clock = hrtime;",
  ],
  ['core-is-pure', 'packages/core/src/driver.ts', "import pg from 'pg';\nexport const driver = pg;"],
  [
    'core-is-pure',
    'packages/core/src/row-type.ts',
    "import type { rows } from '../../server/src/store/rows.ts';\nexport type Rows = typeof rows;",
  ],
  ['server-store', 'packages/server/src/store/upwards.ts', "export { spend } from '../services/spend.ts';"],
  ['server-store', 'packages/server/src/store/outwards.ts', "export { forward } from '../gateway/forward.ts';"],
  ['server-services', 'packages/server/src/services/upwards.ts', "export { route } from '../api/route.ts';"],
  ['server-api', 'packages/server/src/api/sideways.ts', "export { forward } from '../gateway/forward.ts';"],
  ['server-gateway', 'packages/server/src/gateway/sideways.ts', "export { route } from '../api/route.ts';"],
  ['server-alerts', 'packages/server/src/alerts/sideways.ts', "export { route } from '../api/route.ts';"],
  ['server-billing', 'packages/server/src/billing/sideways.ts', "export { route } from '../api/route.ts';"],
  ['server-insights', 'packages/server/src/insights/sideways.ts', "export { route } from '../api/route.ts';"],
  ['transports-use-services', 'packages/server/src/api/query.ts', "import pg from 'pg';\nexport const query = pg;"],
  ['wiring-is-not-imported', 'packages/server/src/services/rewire.ts', "export { main } from '../main.ts';"],
  [
    'dashboard-through-sdk',
    'packages/dashboard/src/page.tsx',
    "import { one } from '@cofferdam/core';\nexport const Page = () => <p>{one}</p>;",
  ],
  ['dashboard-through-sdk', 'packages/dashboard/src/rules.ts', "export { one } from '@cofferdam/core';"],
  ['sdk-stands-alone', 'packages/sdk/src/shared.ts', "export { one } from '@cofferdam/core';"],
  ['simulator-stands-alone', 'packages/simulator/src/prices.ts', "export { one } from '@cofferdam/core';"],
  ['cli-through-public-entries', 'packages/cli/src/inner.ts', "export { rows } from '../../server/src/store/rows.ts';"],
  ['no-server-from-below', 'packages/simulator/src/shortcut.ts', "export { main } from '@cofferdam/server';"],
  ['sdk-for-node-apart', 'packages/sdk/src/journal.ts', "export { journal } from './node/journal.ts';"],
  ['sdk-for-node-alone', 'packages/sdk/src/node/shared.ts', "export { one } from '@cofferdam/core';"],
  ['server-imports-core-only', 'packages/server/src/services/client.ts', "export { client } from '@cofferdam/sdk';"],
  [
    'server-imports-core-only',
    'packages/server/src/gateway/imitate.ts',
    "export { simulate } from '@cofferdam/simulator';",
  ],
  [
    'simulator-is-wired-in-one-place',
    'packages/server/src/built-in-simulator.ts',
    "export { client } from '@cofferdam/sdk';",
  ],
  [
    'simulator-starts-with-the-server',
    'packages/server/src/wire.ts',
    "export { client } from './built-in-simulator.ts';",
  ],
  ['no-tests-in-source', 'packages/server/src/store/tested.ts', "export { planted } from '../../test/rows.ts';"],
  ['no-circles', 'packages/sdk/src/egg.ts', "import { hen } from './hen.ts';\nexport const egg = () => hen;"],
  ['no-unresolved', 'packages/sdk/src/lost.ts', "export { nothing } from './nothing.ts';"],
];

/** The other half of the circle, which is reported once, for the first of its modules. */
const companions = {
  'packages/sdk/src/node/journal.ts': 'export const journal = 1;',
  'packages/sdk/src/hen.ts': "import { egg } from './egg.ts';\nexport const hen = () => egg;",
};

test('the real tree keeps every rule, and was really read', async () => {
  const { modulesRead, violations } = await inspect(new URL('../..', import.meta.url).pathname);
  // Without a working parser dependency-cruiser reads nothing and reports success.
  expect(modulesRead).toBeGreaterThan(50);
  expect(violations).toEqual([]);
});

test('a sound tree breaks no rule', async () => {
  const { modulesRead, violations } = await withTree(soundTree, inspect);
  expect(modulesRead).toBeGreaterThanOrEqual(Object.keys(soundTree).length);
  expect(violations).toEqual([]);
});

test('each planted violation is caught by its own rule', async () => {
  const planted = Object.fromEntries(plantedViolations.map(([, path, text]) => [path, text]));
  const { violations } = await withTree({ ...soundTree, ...planted, ...companions }, inspect);
  for (const [rule, from] of plantedViolations) expect(violations).toContainEqual({ rule, from });
  expect(violations.filter(({ from }) => !(from in planted))).toEqual([]);
});

test('every rule has a planted violation', () => {
  const rules = configuration.forbidden?.map(({ name }) => name) ?? [];
  expect(new Set(plantedViolations.map(([rule]) => rule))).toEqual(new Set(rules));
});
