import type { Answer, Operations } from '@cofferdam/sdk';
import { call } from '../../api/call.ts';
import { listQuery } from '../../api/list.ts';

export type Change = Answer<'GET /v1/audit'>['data'][number];
type Filters = Omit<Operations['GET /v1/audit']['query'], 'limit' | 'cursor'>;

export function auditQuery(filters: Filters) {
  return listQuery<Change>({
    key: ['audit', filters],
    read: (cursor) => call('GET /v1/audit', { query: { limit: 50, ...filters, ...cursor } }),
    topics: ['configuration', 'spend'],
  });
}

/** What is changed, as the log may be asked: the first part of an action. */
export const actionKinds = [
  'agent',
  'alert',
  'anomaly_rules',
  'budget',
  'ceiling',
  'channel',
  'connection',
  'credit',
  'delivery',
  'invitation',
  'key',
  'org',
  'payment',
  'person',
  'price',
  'restriction',
  'run',
  'team',
  'usage',
  'user',
  'workflow',
] as const;
