import type { AlertType } from '../alert.ts';
import { type AlertWords, leftText } from './alert-words.ts';
import { apartTexts, percentText, shareText } from './amounts.ts';

function usedText(words: AlertWords): string {
  const [spent, limit] = [words.amount('spent'), words.amount('limit')];
  const percent = spent === null || limit === null ? null : percentText(spent, limit);
  return percent === null ? words.said('limit') : `${percent} of ${words.said('limit')}`;
}

function requiredAndLeft(words: AlertWords): readonly [string, string] {
  const required = words.amount('required');
  if (required === null || words.left === null) return [words.said('required'), leftText(words)];
  return apartTexts(words.alert.figures.unit, required, words.left);
}

const titles: { readonly [type in AlertType]: (words: AlertWords) => string } = {
  budget_threshold: (words) =>
    `${words.subject} has used ${usedText(words)} of ${words.budget} (threshold ${shareText(words.alert.thresholdPpm ?? 0)})`,
  budget_exhausted: (words) =>
    `${words.subject} has used up ${words.budget}: ${words.said('spent')} of ${words.said('limit')}`,
  budget_refused: (words) => {
    const [required, left] = requiredAndLeft(words);
    return `${words.subject} was refused by ${words.budget}: a call needed up to ${required}, ${left} was left`;
  },
  wallet_low: (words) => `The wallet is low: ${words.said('balance')} left${lowMark(words)}${runway(words)}`,
  wallet_empty: (words) => `The wallet is empty: its balance is ${words.said('balance')}`,
  reservation_expired: (words) =>
    `A reservation of ${words.subject} expired undelivered: ${words.said('reserved')} was held`,
  budget_overrun_projected: (words) =>
    `${words.subject} is on course to spend ${words.said('projected')} of ${words.said('limit')} of ${words.budget}`,
  anomaly: anomalyTitle,
  model_unpriced: (words) => `There is no price for ${words.fact('provider') ?? '?'}/${words.fact('model') ?? '?'}`,
  channel_failing: (words) =>
    words.fact('disabled') === 'true'
      ? `Channel ${words.fact('channel') ?? '?'} is disabled: its receiver is gone`
      : `Channel ${words.fact('channel') ?? '?'} is failing: ${words.fact('failures') ?? 'several'} attempts in a row`,
};

function lowMark(words: AlertWords): string {
  return words.amount('low_balance') === null ? '' : `, below ${words.said('low_balance')}`;
}

function runway(words: AlertWords): string {
  const days = words.fact('runway_days');
  return days === undefined ? '' : `, enough for ${days} days`;
}

function factor(words: AlertWords): string {
  const times = words.fact('factor');
  return times === undefined ? '' : `, ${times} times the usual ${words.said('norm')}`;
}

/** The run that is out of character, whose it is, and what it does. */
function runTitle(words: AlertWords, does: string): string {
  return `run ${words.fact('run') ?? '?'} of ${words.subject} is out of character: ${does}${factor(words)}`;
}

function anomalyTitle(words: AlertWords): string {
  const [kind, cost] = [words.fact('kind'), words.said('cost')];
  if (kind === 'run_total') return runTitle(words, `it has cost ${cost}`);
  if (kind === 'run_rate') return runTitle(words, `it spends ${words.said('rate')} a minute`);
  if (kind !== 'loop') return `a charge of ${words.subject} is out of character: ${cost}${factor(words)}`;
  return `${words.subject} repeats itself: ${words.fact('cause_text') ?? 'identical requests'}, for ${cost}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What an alert says in one line. */
export function titleOf(words: AlertWords): string {
  return capitalised(titles[words.alert.type](words));
}
