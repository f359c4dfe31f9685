import { useSearch } from '@tanstack/react-router';
import { periodQuery, zoneOf, type PeriodQuery, type PeriodSearch } from './period.ts';

interface UsedPeriod {
  readonly search: PeriodSearch;
  /** As reports take it. */
  readonly query: PeriodQuery;
  readonly timeZone: string;
  /** The period before is to be shown beside it. */
  readonly isCompared: boolean;
}

/** The period, the comparison and the zone that the address names, on every page behind the sign-in. */
export function usePeriod(): UsedPeriod {
  const search = useSearch({ from: '/signed-in' });
  return {
    search,
    query: periodQuery(search, Date.now()),
    timeZone: zoneOf(search),
    isCompared: search.compare !== 'none',
  };
}
