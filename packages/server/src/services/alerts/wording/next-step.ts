import type { AlertType } from '../alert.ts';
import type { AlertWords } from './alert-words.ts';
import { momentText } from './times.ts';

/** When a refusal ends by itself. */
function untilText(words: AlertWords): string {
  const { windowEndMs } = words.alert;
  return windowEndMs === null
    ? 'until its limit is raised'
    : `until ${momentText(windowEndMs, words.timeZone)}, or until its limit is raised`;
}

/** When an action ends by itself, and who can end it before. */
function endText(words: AlertWords, operator: string): string {
  const { windowEndMs } = words.alert;
  const raised = 'the limit is changed';
  if (windowEndMs === null) return `until an operator ${operator} or ${raised}`;
  return `until ${momentText(windowEndMs, words.timeZone)}, unless an operator ${operator} or ${raised}`;
}

const actions: { readonly [action: string]: (words: AlertWords) => string } = {
  throttle: (words) =>
    `${words.subject} was throttled to ${words.fact('throttle_per_minute') ?? 'few'} requests a minute ${endText(words, 'lifts it')}.`,
  pause: (words) => {
    const agent = words.fact('paused_agent');
    return `${agent === undefined ? words.subject : `agent ${agent}`} was paused ${endText(words, 'resumes it')}.`;
  },
  block: (words) => `Calls of ${words.subject} are refused ${endText(words, 'lifts it')}.`,
};

function actionTaken(words: AlertWords): string | null {
  return actions[words.fact('action') ?? '']?.(words) ?? null;
}

function budgetNext(words: AlertWords): string {
  const taken = actionTaken(words);
  if (taken !== null) return taken;
  if (words.fact('enforcement') === 'soft') return 'The budget is soft: by itself it refuses nothing.';
  return `Spending goes on. Above ${words.said('limit')} calls are refused ${untilText(words)}.`;
}

function exhaustedNext(words: AlertWords): string {
  const taken = actionTaken(words);
  if (words.fact('enforcement') === 'soft') return taken ?? 'The budget is soft: by itself it refuses nothing.';
  if (taken !== null && words.fact('action') !== 'throttle') return taken;
  return `Calls of ${words.subject} are refused ${untilText(words)}.`;
}

const steps: { readonly [type in AlertType]: (words: AlertWords) => string } = {
  budget_threshold: budgetNext,
  budget_exhausted: exhaustedNext,
  budget_refused: (words) =>
    `Calls that do not fit are refused ${untilText(words)}. Further refusals in this window are not told of.`,
  wallet_low: () => 'Spending goes on until the wallet is empty. Then every call is refused until it is topped up.',
  wallet_empty: () => 'Every call is refused until the wallet is topped up.',
  reservation_expired: (words) => {
    const charged = words.fact('on_expiry');
    if (charged === undefined) return 'A late settle is still booked in full.';
    return charged === 'charge'
      ? 'What was held is charged as an estimate; a late settle still corrects it.'
      : 'What was held is given back; a late settle is still booked in full.';
  },
  budget_overrun_projected: (words) => {
    const at = words.fact('crosses_at');
    const when =
      at === undefined ? '' : ` At this pace the limit is reached at ${momentText(Date.parse(at), words.timeZone)}.`;
    return `Nothing is refused yet.${when}`;
  },
  anomaly: (words) =>
    words.fact('action') === 'pause'
      ? `${words.subject} is paused until an operator resumes it.`
      : 'Nothing is refused. Look at the run before it repeats.',
  model_unpriced: () =>
    'Its calls are refused under a hard limit, and recorded without a cost otherwise. Set a price override or a ceiling price.',
  channel_failing: (words) =>
    words.fact('disabled') === 'true'
      ? 'Nothing more is sent to it until an admin enables it again.'
      : 'What it missed is tried again for three days, and sent at once when it answers again.',
};

/** What happens next, in a sentence. */
export function nextStepOf(words: AlertWords): string {
  const text = steps[words.alert.type](words);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
