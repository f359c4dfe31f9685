/**
 * Which module may import which (docs/internals has the picture). A rule here is proved by a planted violation
 * in test/architecture: one that catches nothing would report success for ever.
 */

const server = '^packages/server/src';

/** Where the server starts the simulator, in its own process. */
const builtInSimulator = `${server}/built-in-simulator\\.ts$`;

/** A layer of the server may import itself, what is below it, and nothing above. */
function layer(name, mayNotReach, why) {
  return {
    name: `server-${name}`,
    comment: why,
    severity: 'error',
    from: { path: `${server}/${name}/` },
    to: { path: `${server}/(${mayNotReach.join('|')})/` },
  };
}

const transports = ['api', 'gateway', 'alerts', 'billing', 'insights'];

/** A transport may import services and what is below, but not another transport. */
const transportRules = transports.map((name) =>
  layer(
    name,
    transports.filter((other) => other !== name),
    'Transports stand side by side: what two of them need belongs in services.',
  ),
);

module.exports = {
  forbidden: [
    {
      name: 'core-is-pure',
      comment: 'Decisions on money take all they need as arguments: no clock, no randomness, no input or output.',
      severity: 'error',
      from: { path: '^packages/core/src' },
      to: { pathNot: '^packages/core/src' },
    },
    layer('store', ['services', ...transports], 'The store keeps rows; it does not know what is done with them.'),
    layer('services', transports, 'A service does not know who calls it.'),
    ...transportRules,
    {
      name: 'transports-use-services',
      comment:
        'Only the store talks to the database; a transport that does so goes around admission. ' +
        'The type of the pool that it hands to a service it takes from the store.',
      severity: 'error',
      from: { path: `${server}/(${transports.join('|')})/` },
      to: { path: 'node_modules/(pg|postgres)/' },
    },
    {
      name: 'wiring-is-not-imported',
      comment: 'main.ts is where everything meets: a module that imports it closes a circle.',
      severity: 'error',
      from: { path: '^packages/server/src', pathNot: '^packages/server/src/main\\.ts$' },
      to: { path: '^packages/server/src/main\\.ts$' },
    },
    {
      name: 'dashboard-through-sdk',
      comment: 'The dashboard has no rules of its own and sees only what every client sees.',
      severity: 'error',
      from: { path: '^packages/dashboard/' },
      to: { path: '^packages/(?!dashboard/|sdk/)' },
    },
    {
      name: 'sdk-stands-alone',
      comment: 'The client library is installed by others and brings nothing with it.',
      severity: 'error',
      from: { path: '^packages/sdk/src', pathNot: '^packages/sdk/src/node/' },
      to: { pathNot: '^packages/sdk/src' },
    },
    {
      name: 'sdk-for-node-apart',
      comment: 'What needs Node is an entry of its own, which browsers and edge runtimes never load.',
      severity: 'error',
      from: { path: '^packages/sdk/src', pathNot: '^packages/sdk/src/node/' },
      to: { path: '^packages/sdk/src/node/' },
    },
    {
      name: 'sdk-for-node-alone',
      comment: 'On Node the client library brings nothing with it either: Node is enough.',
      severity: 'error',
      from: { path: '^packages/sdk/src/node/' },
      to: { pathNot: '^packages/sdk/src', dependencyTypesNot: ['core'] },
    },
    {
      name: 'simulator-stands-alone',
      comment: 'What it counts and bills is compared with what we count and bill: it must not have the same source.',
      severity: 'error',
      from: { path: '^packages/simulator/src' },
      to: { pathNot: '^packages/simulator/src', dependencyTypesNot: ['core'] },
    },
    {
      name: 'cli-through-public-entries',
      comment: 'The command line uses what the packages export, not their inner files.',
      severity: 'error',
      from: { path: '^packages/cli/src' },
      to: { path: '^packages/(?!cli/)[^/]+/src/', dependencyTypes: ['local'] },
    },
    {
      name: 'no-server-from-below',
      comment: 'The server imports core, and no other package imports the server but the command line.',
      severity: 'error',
      from: { path: '^packages/(?!server/|cli/)' },
      to: { path: '^packages/server/' },
    },
    {
      name: 'server-imports-core-only',
      comment:
        'Of the packages of this repository the server knows core alone: what answers as a provider is reached over ' +
        'HTTP, as a provider is.',
      severity: 'error',
      from: { path: server, pathNot: builtInSimulator },
      to: { path: '^packages/(?!server/|core/)' },
    },
    {
      name: 'simulator-is-wired-in-one-place',
      comment: 'The file that starts the simulator knows it beside core, and no other package.',
      severity: 'error',
      from: { path: builtInSimulator },
      to: { path: '^packages/(?!server/|core/|simulator/)' },
    },
    {
      name: 'simulator-starts-with-the-server',
      comment: 'The built-in simulator is started where everything meets; what has to call it takes its address.',
      severity: 'error',
      from: { path: server, pathNot: `${server}/main\\.ts$` },
      to: { path: builtInSimulator },
    },
    {
      name: 'no-tests-in-source',
      comment: 'What ships does not depend on what tests it.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src' },
      to: { path: '(^|/)test/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^packages/[^/]+/dist/' },
    parser: 'swc',
    // Types are dependencies too: a core that names a type of the store is not pure.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['cofferdam-source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
