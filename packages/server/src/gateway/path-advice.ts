import { findEndpoint } from './endpoints.ts';
import { type GatewayPath, pathLabels } from './gateway-path.ts';
import type { ConnectionProvider } from './upstream/index.ts';

/** Where the parts of a path go, for who has left one out. */
const usual = 'the base URL is …/gateway/{connection}/v1, without /v1 for clients that add it by themselves';

const providersSegments = new Set(['v1', 'v1beta', 'chat', 'responses', 'embeddings', 'messages', 'models']);

/** What to say of a path that is none of the gateway's. */
export function adviceOnShape(): string {
  return `there is no such path: ${usual}`;
}

/** What to say of a name that no connection has. */
export function adviceOnConnection(name: string): string {
  const shown = name.slice(0, 128);
  if (!providersSegments.has(name)) return `there is no connection ${shown}`;
  return `there is no connection ${shown}, which stands where a connection's name belongs: ${usual}`;
}

function isVersion(segment: string): boolean {
  return segment === 'v1' || segment === 'v1beta';
}

/** A pair before the version that is not taken for a label; null where there is none. */
function adviceOnLabel({ rest, labels }: GatewayPath): string | null {
  const segments = rest.split('/').slice(1);
  const version = segments.findIndex(isVersion);
  const [label = ''] = segments;
  if (version < 2 || version % 2 !== 0) return null;
  if ([...labels.keys()].some((known) => known === label)) return `the path says ${label} twice`;
  return `there is no label ${label.slice(0, 128)} in paths; there are ${pathLabels.join(', ')}`;
}

/** A version that is missing or said twice; null where it is neither. */
function adviceOnVersion(
  provider: ConnectionProvider,
  method: string,
  { connection, rest }: GatewayPath,
): string | null {
  const exists = (path: string): boolean => findEndpoint(provider, method, path) !== null;
  const doubled = ['/v1', '/v1beta'].find(
    (version) => rest.startsWith(`${version}/v1`) && exists(rest.slice(version.length)),
  );
  if (doubled !== undefined)
    return `${doubled} is there once too often: this client adds the version by itself, so its base URL is …/gateway/${connection}`;
  const missing = ['/v1', '/v1beta'].find((version) => exists(version + rest));
  return missing === undefined ? null : `the base URL is …/gateway/${connection}${missing}`;
}

/** What to say of a path that leads to no endpoint of its connection, with the commonest mistakes told by name. */
export function adviceOnEndpoint(provider: ConnectionProvider, method: string, path: GatewayPath): string {
  const advice = adviceOnVersion(provider, method, path) ?? adviceOnLabel(path);
  const absent = `connection ${path.connection} has no ${method} ${path.rest.slice(0, 200)}`;
  return advice === null ? absent : `${absent}: ${advice}`;
}
