import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { useToast } from '../../components/toasts.tsx';
import { type Alert, alertsKey } from './alerts.ts';

/** What somebody does about an alert; `until` an instant. */
export type Act =
  | { readonly kind: 'acknowledge' | 'resolve'; readonly id: string }
  | { readonly kind: 'snooze'; readonly id: string; readonly until: string };

function send(act: Act): Promise<Alert> {
  const path = { id: act.id };
  if (act.kind === 'snooze') return call('POST /v1/alerts/{id}/snooze', { path, body: { until: act.until } });
  if (act.kind === 'resolve') return call('POST /v1/alerts/{id}/resolve', { path, body: {} });
  return call('POST /v1/alerts/{id}/acknowledge', { path, body: {} });
}

const pastOf = { acknowledge: 'acknowledged', resolve: 'resolved', snooze: 'snoozed' } as const;

/** Acts on alerts, tells what was done, and reads them again. */
export function useActing(onDone?: (act: Act) => void) {
  const queries = useQueryClient();
  const { tell, tellProblem } = useToast();
  return useMutation({
    mutationFn: send,
    onSuccess: (_, act) => {
      tell(`The alert is ${pastOf[act.kind]}.`);
      void queries.invalidateQueries({ queryKey: alertsKey });
      onDone?.(act);
    },
    onError: tellProblem,
  });
}
