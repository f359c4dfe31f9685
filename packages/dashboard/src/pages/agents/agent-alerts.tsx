import { useQuery } from '@tanstack/react-query';
import { Card } from '../../components/card.tsx';
import { StatusBadge } from '../../components/chip.tsx';
import { Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import styles from './agent-page.module.css';
import { alertsQuery } from './agents.ts';

/** What was told of it, the newest first. */
export function AgentAlerts({ id, timeZone }: { readonly id: string; readonly timeZone: string }) {
  const query = useQuery(alertsQuery(id));
  const nowMs = Date.now();
  return (
    <Card title="Alerts">
      <Loaded query={query} height={100}>
        {({ data }) =>
          data.length === 0 ? (
            <p>Nothing was told of it.</p>
          ) : (
            <ul className={styles['list']}>
              {data.map(({ id: alert, severity, state, title, time }) => (
                <li key={alert}>
                  <div className={styles['line']}>
                    <span>
                      <StatusBadge status={severity} /> {title}
                    </span>
                    <span className={styles['quiet']}>
                      {state}, <Time time={time} timeZone={timeZone} nowMs={nowMs} />
                    </span>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}
