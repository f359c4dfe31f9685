import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import type { Agent } from './agents.ts';
import { usePause } from './use-agent-change.ts';

/** Says what a pause does before it is done. */
export function PauseDialog({ agent, onClose }: { readonly agent: Agent; readonly onClose: () => void }) {
  const { setPaused } = usePause(agent.id);
  return (
    <ConfirmDialog
      title={`Pause ${agent.name}`}
      action="Pause it"
      isOpen
      onClose={onClose}
      onConfirm={() => setPaused(true)}
    >
      From now on every call of {agent.id} is refused with agent_paused. Calls that are under way settle as usual. It
      goes on when somebody resumes it.
    </ConfirmDialog>
  );
}
