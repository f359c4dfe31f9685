import { priceLists } from '../../truth/prices.ts';
import { Refusal } from '../../http/refusal.ts';

/** The tier that serves a request: `auto` and none are `default`; one that the model is not sold at is refused. */
export function openaiTier(asked: string | null, model: string): string {
  if (asked === null || asked === 'auto' || asked === 'default') return 'default';
  const prices = priceLists.get(model);
  if (prices === undefined || (asked === 'priority' && prices.priority !== undefined)) return asked;
  throw new Refusal(400, `Invalid service_tier argument: '${asked}' is not available for this model.`, 'service_tier');
}
