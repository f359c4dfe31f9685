import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { Facts } from '../../components/facts.tsx';
import { Time } from '../../components/time.tsx';
import styles from './agent-page.module.css';
import { heldQuery, type Agent } from './agents.ts';
import { StateBadges } from './state-badges.tsx';

const modeTexts = { fit: 'output is cut to what is left', strict: 'output is never cut' } as const;

/** What the gateway lets it ask of a model, in words. */
function policyText({ policy }: Agent): string {
  if (policy === null) return 'as the connection says';
  const { mode, max_output_tokens: most, min_output_tokens: least } = policy;
  const parts = [
    mode === null ? null : modeTexts[mode],
    most === null ? null : `at most ${most.toLocaleString('en-US')} tokens out`,
    least === null ? null : `at least ${least.toLocaleString('en-US')}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'as the connection says' : parts.join(', ');
}

function Paused({ agent, timeZone }: { readonly agent: Agent; readonly timeZone: string }) {
  const { paused_at: at, paused_until: until, paused_reason: reason } = agent;
  if (at === null) return null;
  return (
    <>
      since <Time time={at} timeZone={timeZone} nowMs={Date.now()} />
      {until === null ? ', until somebody resumes it' : null}
      {until === null ? null : (
        <>
          , until <Time time={until} timeZone={timeZone} />
        </>
      )}
      {reason === null ? null : <>: {reason}</>}
    </>
  );
}

interface AgentFactsProps {
  readonly agent: Agent;
  readonly timeZone: string;
  readonly onPolicy?: () => void;
}

/** Who it is, whether it may spend, and under which rules. */
export function AgentFacts({ agent, timeZone, onPolicy }: AgentFactsProps) {
  const { data: held } = useQuery(heldQuery(agent.id));
  const restrictions = (held?.data ?? []).flatMap((budget) => budget.restrictions);
  return (
    <Card
      title="About it"
      actions={
        <Link to="/explore" search={{ agent: agent.id }}>
          Look into its spend
        </Link>
      }
    >
      <Facts
        facts={[
          ['Id', <CopyText key="id" text={agent.id} what="the id of the agent" />],
          [
            'State',
            <span key="state" className={styles['facts']}>
              <span>
                <StateBadges agent={{ paused: agent.paused, restrictions }} />{' '}
                <Paused agent={agent} timeZone={timeZone} />
              </span>
            </span>,
          ],
          ['Team', agent.team === null ? 'none' : <EntityLink key="team" kind="team" id={agent.team} />],
          [
            'At the gateway',
            <span key="policy" className={styles['facts']}>
              {policyText(agent)}
              {onPolicy === undefined ? null : (
                <Button kind="quiet" onClick={onPolicy}>
                  Change
                </Button>
              )}
            </span>,
          ],
          ['Registered', <Time key="created" time={agent.created_at} timeZone={timeZone} />],
        ]}
      />
    </Card>
  );
}
