/** Labels that a path may carry in pairs after the connection, for tools that cannot set headers. */
export const pathLabels = ['agent', 'run', 'parent-run', 'workflow', 'user', 'team'] as const;

export type PathLabel = (typeof pathLabels)[number];

/** A path of the gateway, taken apart. */
export interface GatewayPath {
  readonly connection: string;
  readonly labels: ReadonlyMap<PathLabel, string>;
  /** The rest of it, from its slash on and still encoded: what is sent to the provider. */
  readonly rest: string;
  /** What followed the question mark. */
  readonly query: string;
}

function isPathLabel(segment: string | undefined): segment is PathLabel {
  return pathLabels.some((label) => label === segment);
}

/** Reads `/gateway/{connection}[/{label}/{value}…]/…`; null where it is none, or a part is not encoded as it should be. */
export function readGatewayPath(url: string): GatewayPath | null {
  const [path = '', ...query] = url.split('?');
  const [root, gateway, connection = '', ...segments] = path.split('/');
  if (root !== '' || gateway !== 'gateway' || connection === '') return null;
  const labels = new Map<PathLabel, string>();
  try {
    for (;;) {
      const [label, value] = segments;
      if (!isPathLabel(label) || value === undefined || labels.has(label)) break;
      labels.set(label, decodeURIComponent(value));
      segments.splice(0, 2);
    }
    return {
      connection: decodeURIComponent(connection),
      labels,
      rest: `/${segments.join('/')}`,
      query: query.join('?'),
    };
  } catch {
    return null;
  }
}
