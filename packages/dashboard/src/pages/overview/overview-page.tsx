import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { usePeriod } from '../../app/use-period.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { PeriodPicker } from '../../components/period-picker.tsx';
import { Loaded } from '../../components/states.tsx';
import { BudgetsNear } from './budgets-near.tsx';
import { DailySpend } from './daily-spend.tsx';
import { Headline } from './headline.tsx';
import { NeedsYou } from './needs-you.tsx';
import { overviewQuery } from './overview.ts';
import styles from './overview-page.module.css';

/** Where the org stands, in one look; it follows what happens by itself. */
export function OverviewPage() {
  const search = useSearch({ from: '/signed-in/' });
  const navigate = useNavigate({ from: '/' });
  const nowMs = Date.now();
  const { query: period } = usePeriod();
  const { by = 'agent' } = search;
  const query = useQuery(overviewQuery(period));
  return (
    <>
      <PageHeader title="Overview">
        <PeriodPicker />
      </PageHeader>
      <Loaded query={query} height={88}>
        {(overview) => <Headline overview={overview} />}
      </Loaded>
      <div className={styles['columns']}>
        <DailySpend period={period} by={by} onBy={(next) => void navigate({ search: { ...search, by: next } })} />
        <Loaded query={query} height={240}>
          {({ budgets, alerts }) => (
            <div className={styles['aside']}>
              {budgets === null ? null : <BudgetsNear budgets={budgets} />}
              {alerts === null ? null : (
                <NeedsYou alerts={alerts.latest} open={alerts.open} nowMs={nowMs} timeZone={period.timezone} />
              )}
            </div>
          )}
        </Loaded>
      </div>
    </>
  );
}
