import type { Body } from '@cofferdam/sdk';
import type { Channel } from './alerts.ts';
import type { AlertType, Severity } from './alerts-search.ts';

export const kinds = ['webhook', 'slack', 'pagerduty', 'email'] as const;
export type Kind = (typeof kinds)[number];

export interface RouteDraft {
  readonly type: AlertType | '';
  readonly severity: Severity | '';
  readonly budget: string;
  readonly owner: string;
  readonly team: string;
}

export const emptyRoute: RouteDraft = { type: '', severity: '', budget: '', owner: '', team: '' };

export type Security = 'tls' | 'starttls' | 'none';

/** A channel as it is typed. What is secret is never shown again: left empty, it stays. */
export interface ChannelDraft {
  readonly name: string;
  readonly kind: Kind;
  readonly url: string;
  readonly routingKey: string;
  readonly host: string;
  readonly port: string;
  readonly security: Security;
  readonly user: string;
  readonly password: string;
  readonly from: string;
  readonly to: string;
  readonly rate: string;
  readonly routes: readonly RouteDraft[];
}

const empty: ChannelDraft = {
  name: '',
  kind: 'webhook',
  url: '',
  routingKey: '',
  host: '',
  port: '465',
  security: 'tls',
  user: '',
  password: '',
  from: '',
  to: '',
  rate: '60',
  routes: [],
};

export function channelDraftOf(channel: Channel | null): ChannelDraft {
  if (channel === null) return empty;
  const { name, kind, url = '', host = '', port = 465, security = 'tls', user, from = '', to = [] } = channel;
  return {
    ...empty,
    name,
    kind,
    url: kind === 'slack' ? '' : url,
    host,
    port: String(port),
    security,
    user: user ?? '',
    from,
    to: to.join(', '),
    rate: String(channel.rate_limit_per_minute),
    routes: channel.routes.map((route) => ({ ...emptyRoute, ...route })),
  };
}

/** What is no number is sent as it was typed, and the API says so at its field. */
function numberOf(text: string): number {
  return (/^\d+$/.test(text.trim()) ? Number(text) : text) as number;
}

function common({ rate, routes }: ChannelDraft) {
  return {
    rate_limit_per_minute: numberOf(rate),
    routes: routes.map((route) => Object.fromEntries(Object.entries(route).filter(([, value]) => value !== ''))),
  };
}

function addresses(text: string): string[] {
  return text.split(/[,;\s]+/).filter((address) => address !== '');
}

type NewChannel = Body<'POST /v1/channels'>;
type ChangedChannel = NonNullable<Body<'PATCH /v1/channels/{channel}'>>;

function given<Name extends string>(name: Name, text: string): { readonly [key in Name]?: string } {
  return (text.trim() === '' ? {} : { [name]: text.trim() }) as { readonly [key in Name]?: string };
}

function mailServer({ host, port, security, user, password, from, to }: ChannelDraft) {
  return {
    host: host.trim(),
    port: numberOf(port),
    security,
    ...given('user', user),
    ...given('password', password),
    from: from.trim(),
    to: addresses(to),
  };
}

/** What a new channel is made of. */
export function newChannelOf(draft: ChannelDraft): NewChannel {
  const base = { name: draft.name.trim(), ...common(draft) };
  if (draft.kind === 'email') return { ...base, kind: 'email', ...mailServer(draft) };
  if (draft.kind === 'pagerduty')
    return { ...base, kind: 'pagerduty', routing_key: draft.routingKey.trim(), ...given('url', draft.url) };
  return { ...base, kind: draft.kind, url: draft.url.trim() };
}

/** What changes of one that is there. */
export function changedChannelOf(draft: ChannelDraft): ChangedChannel {
  if (draft.kind === 'email') return { ...common(draft), ...mailServer(draft) };
  const key = draft.kind === 'pagerduty' ? given('routing_key', draft.routingKey) : {};
  return { ...common(draft), ...given('url', draft.url), ...key };
}

/** What a part of the form is given. */
export interface PartProps {
  readonly draft: ChannelDraft;
  readonly isNew: boolean;
  readonly onChange: (next: Partial<ChannelDraft>) => void;
  readonly problems: ReadonlyMap<string, string>;
}
