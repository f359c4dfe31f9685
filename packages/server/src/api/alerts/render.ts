import { type Alert, severities } from '../../services/alerts/alert.ts';
import type { AlertChange, AlertCount } from '../../services/alerts/find-alerts.ts';
import { figure } from '../../errors/describe-refusal.ts';
import { raiseToOf } from '../../services/alerts/wording/raise-to.ts';
import { plainText, wordMessage } from '../../services/alerts/wording/message.ts';
import { wireFigures } from '../../services/alerts/wording/wire-figures.ts';
import { timeText, timeTextOrNull } from '../render.ts';

/** An alert as it fired, and what became of it since. */
export function renderAlert(alert: Alert): Record<string, unknown> {
  const { id, type, severity, state, budgetId, budgetName, owner, agent, team, subject, thresholdPpm } = alert;
  const words = wordMessage([alert], false);
  const raiseTo = raiseToOf(alert);
  return {
    id,
    type,
    severity,
    state,
    time: timeText(alert.timeMs),
    title: words.title,
    text: plainText(words),
    budget: budgetId,
    budget_name: budgetName,
    owner,
    agent,
    team,
    subject,
    window_start: timeTextOrNull(alert.windowStartMs),
    window_end: timeTextOrNull(alert.windowEndMs),
    limit_version: alert.limitVersion,
    threshold: thresholdPpm === null ? null : thresholdPpm / 1e6,
    figures: wireFigures(alert.figures),
    raise_to: raiseTo === null ? null : String(figure(alert.figures.unit, raiseTo)),
    notify: alert.notify,
    snoozed_until: timeTextOrNull(alert.snoozedUntilMs),
    changed_at: timeTextOrNull(alert.changedMs),
    changed_by: alert.changedBy,
  };
}

export function renderChange({
  state,
  snoozedUntilMs,
  changedMs,
  changedBy,
  changedByName,
}: AlertChange): Record<string, unknown> {
  return {
    state,
    snoozed_until: timeTextOrNull(snoozedUntilMs),
    changed_at: timeText(changedMs),
    changed_by: changedBy,
    changed_by_name: changedByName,
  };
}

/** Those that are not resolved, by state, in all and by severity. */
export function renderCounts(counts: readonly AlertCount[]): Record<string, unknown> {
  return Object.fromEntries(
    (['open', 'acknowledged', 'snoozed'] as const).map((state) => {
      const ofState = counts.filter((one) => one.state === state);
      const bySeverity = severities.map((severity) => [
        severity,
        ofState.find((one) => one.severity === severity)?.count ?? 0,
      ]);
      return [state, { all: ofState.reduce((sum, { count }) => sum + count, 0), ...Object.fromEntries(bySeverity) }];
    }),
  );
}
