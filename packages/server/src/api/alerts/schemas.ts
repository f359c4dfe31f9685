import { z } from 'zod';
import { alertStates, alertTypes, severities } from '../../services/alerts/alert.ts';
import { deliveryStates } from '../../services/channels/delivery.ts';
import { displayName, label, time, uuid } from '../fields.ts';
import { pageFields } from '../page.ts';

export const listAlertsQuery = z.strictObject({
  ...pageFields,
  state: z.enum(alertStates).optional(),
  type: z.enum(alertTypes).optional(),
  budget: displayName.optional(),
  agent: label.optional(),
  severity: z.enum(severities).optional(),
  from: time.optional(),
  to: time.optional(),
});

export const idParams = z.strictObject({ id: uuid });
export const snoozeBody = z.strictObject({ until: time });
export const noBody = z.strictObject({}).nullish();

export const listDeliveriesQuery = z.strictObject({
  ...pageFields,
  state: z.enum(deliveryStates).optional(),
  channel: label.optional(),
  alert: uuid.optional(),
});
