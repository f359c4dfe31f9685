import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Operations } from '@cofferdam/sdk';
import { call } from '../../api/call.ts';
import { useToast } from '../../components/toasts.tsx';
import { useCallback } from 'react';

type Change = Operations['PATCH /v1/agents/{id}']['body'];

/** What was shown of agents may have changed: asked for again. */
export function useAgentsAnew(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(() => client.invalidateQueries({ queryKey: ['agents'] }), [client]);
}

/** Pauses an agent or lets it go on; what was done is told, with the way back. */
export function usePause(id: string) {
  const anew = useAgentsAnew();
  const { tell, tellProblem } = useToast();
  const put = (paused: boolean) =>
    call(`POST /v1/agents/{id}/${paused ? 'pause' : 'resume'}`, { path: { id }, body: {} });
  const { mutateAsync, isPending } = useMutation({
    mutationFn: put,
    onSuccess: (_, paused) => {
      tell(paused ? `${id} is paused: nothing it asks for is admitted.` : `${id} may go on.`, {
        name: 'Undo',
        onUndo: () => void put(!paused).then(anew, tellProblem),
      });
      return anew();
    },
  });
  return { setPaused: mutateAsync, isPending, tellProblem };
}

export function useAgentChange(id: string) {
  const anew = useAgentsAnew();
  return useMutation({
    mutationFn: (body: Change) => call('PATCH /v1/agents/{id}', { path: { id }, body }),
    onSuccess: anew,
  });
}
