import { useQuery } from '@tanstack/react-query';
import { Card } from '../../components/card.tsx';
import { StatusBadge } from '../../components/chip.tsx';
import { Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import styles from './agent-page.module.css';
import { keysQuery } from './agents.ts';

/** The keys that spend as this agent and nothing else. */
export function AgentKeys({ id, timeZone }: { readonly id: string; readonly timeZone: string }) {
  const query = useQuery(keysQuery(id));
  const nowMs = Date.now();
  return (
    <Card title="Keys bound to it">
      <Loaded query={query} height={100}>
        {({ data }) =>
          data.length === 0 ? (
            <p>No key is bound to it. A service key may spend for it, as for any agent.</p>
          ) : (
            <ul className={styles['list']}>
              {data.map((key) => (
                <li key={key.id} className={styles['line']}>
                  <span>
                    {key.name} <code>{key.prefix}…</code>{' '}
                    {key.revoked_at === null ? null : <StatusBadge status="revoked" />}
                  </span>
                  <span className={styles['quiet']}>
                    {key.last_used_at === null ? (
                      'never used'
                    ) : (
                      <>
                        used <Time time={key.last_used_at} timeZone={timeZone} nowMs={nowMs} />
                      </>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}
