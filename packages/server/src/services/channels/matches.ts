import { type Alert, severities } from '../alerts/alert.ts';
import type { Route, SealedChannel } from './channel.ts';

function fits(route: Route, alert: Alert): boolean {
  const { budget, owner, team, severity, type } = route;
  const isGraveEnough = severity === undefined || severities.indexOf(alert.severity) >= severities.indexOf(severity);
  return (
    isGraveEnough &&
    (budget === undefined || budget === alert.budgetId || budget === alert.budgetName) &&
    (owner === undefined || owner === alert.owner) &&
    (team === undefined || team === alert.team) &&
    (type === undefined || type === alert.type)
  );
}

/**
 * Whether an alert goes to a channel: its budget names the channel, or one of the channel's routes fits. That a channel
 * fails is told to the others, and a channel that is disabled is told nothing.
 */
export function isTold(channel: SealedChannel, alert: Alert): boolean {
  if (channel.disabledMs !== null || alert.figures.facts['channel_id'] === channel.id) return false;
  return alert.notify.includes(channel.name) || channel.routes.some((route) => fits(route, alert));
}
