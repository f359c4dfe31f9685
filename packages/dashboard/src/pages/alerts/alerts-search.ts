import { oneOf } from '../../app/one-of.ts';

export const listStates = ['open', 'acknowledged', 'snoozed', 'resolved', 'all'] as const;
export type ListState = (typeof listStates)[number];

export const severities = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** The types of alerts, as people say them. */
export const typeNames = {
  budget_threshold: 'near a limit',
  budget_exhausted: 'limit used up',
  budget_refused: 'refused',
  budget_overrun_projected: 'on course past a limit',
  anomaly: 'out of character',
  wallet_low: 'credit low',
  wallet_empty: 'credit used up',
  model_unpriced: 'model without a price',
  reservation_expired: 'reservation expired',
  channel_failing: 'channel failing',
} as const;

export type AlertType = keyof typeof typeNames;

export interface AlertsSearch {
  readonly state?: ListState | undefined;
  readonly severity?: Severity | undefined;
  readonly type?: AlertType | undefined;
  readonly agent?: string | undefined;
  readonly budget?: string | undefined;
  /** The one that is open beside the list. */
  readonly alert?: string | undefined;
  readonly dialog?: 'snooze' | undefined;
}

function text(given: unknown): string | undefined {
  return typeof given === 'string' && given !== '' ? given : undefined;
}

export function readAlertsSearch(search: Record<string, unknown>): AlertsSearch {
  const read: AlertsSearch = {
    state: oneOf(listStates, search['state']),
    severity: oneOf(severities, search['severity']),
    type: oneOf(Object.keys(typeNames) as AlertType[], search['type']),
    agent: text(search['agent']),
    budget: text(search['budget']),
    alert: text(search['alert']),
    dialog: search['dialog'] === 'snooze' ? 'snooze' : undefined,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined && value !== 'open'));
}

export const channelDialogs = ['new', 'edit', 'test', 'rotate', 'delete'] as const;
export type ChannelDialog = (typeof channelDialogs)[number];

export interface ChannelsSearch {
  readonly dialog?: ChannelDialog | undefined;
  readonly channel?: string | undefined;
}

export function readChannelsSearch(search: Record<string, unknown>): ChannelsSearch {
  const dialog = oneOf(channelDialogs, search['dialog']);
  const channel = text(search['channel']);
  return { ...(dialog === undefined ? {} : { dialog }), ...(channel === undefined ? {} : { channel }) };
}
