import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { callApi, pathWith } from '../../api/client.ts';
import { periodQuery, type PeriodSearch } from '../../app/period.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { PeriodPicker } from '../../components/period-picker.tsx';
import { Loaded } from '../../components/states.tsx';
import { Headline } from './headline.tsx';
import type { Overview } from './overview.ts';

export function OverviewPage() {
  const search = useSearch({ from: '/signed-in/' });
  const navigate = useNavigate({ from: '/' });
  const period = periodQuery(search, Date.now());
  const query = useQuery({
    queryKey: ['overview', period],
    queryFn: () => callApi<Overview>('GET', pathWith('/v1/reports/overview', { ...period })),
    refetchInterval: 2_000,
  });
  return (
    <>
      <PageHeader title="Overview">
        <PeriodPicker search={search} onChange={(next: PeriodSearch) => void navigate({ search: next })} />
      </PageHeader>
      <Loaded query={query} height={88}>
        {(overview) => <Headline overview={overview} />}
      </Loaded>
    </>
  );
}
