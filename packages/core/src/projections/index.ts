export { countDays, type DayCount, type DaySpend } from './days.ts';
export { type Forecast, forecastRest, type ForecastInput } from './forecast.ts';
export { type LinearInput, projectLinear } from './linear.ts';
export {
  isPaceKnown,
  leastRecentCharges,
  type Overrun,
  projectedWindows,
  projectWindow,
  recentFromMs,
  type WindowUnderWay,
} from './overrun.ts';
export { type MethodError, type MonthSpan, type PastError, measurePastErrors, type PastErrors } from './past-error.ts';
export type { PartialDay } from './weekly-pattern.ts';
