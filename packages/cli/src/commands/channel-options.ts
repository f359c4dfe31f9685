import { UsageError } from '../exit.ts';
import { readCount } from './read-count.ts';

/** What may be said of a channel on the command line, as it stands there. */
export interface ChannelOptions {
  target?: string;
  host?: string;
  port?: string;
  security?: string;
  user?: string;
  from?: string;
  to: string[];
  route: string[];
  rateLimit?: string;
  all?: boolean;
}

/** Under which name the wire takes what is secret about a channel of a kind; a webhook's is made by the server. */
const secretFields: Readonly<Record<string, string>> = { slack: 'url', pagerduty: 'routing_key', email: 'password' };

const routeMembers = ['budget', 'owner', 'team', 'severity', 'type'];

/** `severity=critical,team=support` as a route. Throws a UsageError. */
function readRoute(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [member = '', ...value] = part.split('=');
      if (!routeMembers.includes(member) || value.join('=') === '')
        throw new UsageError(`--route takes ${routeMembers.join('=, ')}=, separated by commas, not "${text}"`);
      return [member, value.join('=')];
    }),
  );
}

function secretOf(kind: string, secret: string | undefined): Record<string, string> {
  if (secret === undefined) return {};
  const field = secretFields[kind];
  if (field === undefined) throw new UsageError(`a channel of kind ${kind} takes no secret: the server makes it`);
  return { [field]: secret };
}

/** The fields of the API's body, and none that was not given. Throws a UsageError. */
export function toFields(kind: string, options: ChannelOptions, secret: string | undefined): Record<string, unknown> {
  const { target, host, port, security, user, from, to, route, rateLimit, all } = options;
  const texts = Object.entries({ url: target, host, security, user, from }).filter(([, value]) => value !== undefined);
  const routes = [...(all === true ? [{}] : []), ...route.map(readRoute)];
  return {
    ...Object.fromEntries(texts),
    ...(port === undefined ? {} : { port: readCount('--port', port) }),
    ...(to.length === 0 ? {} : { to }),
    ...(routes.length === 0 ? {} : { routes }),
    ...(rateLimit === undefined ? {} : { rate_limit_per_minute: readCount('--rate-limit', rateLimit) }),
    ...secretOf(kind, secret),
  };
}
