import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedIn } from '../../app/signed-in.tsx';

export const priceTabs = ['book', 'own', 'unpriced'] as const;
export type PriceTab = (typeof priceTabs)[number];

export interface PricesSearch {
  readonly tab?: PriceTab | undefined;
  /** Of the book: whose models, and a part of their name. */
  readonly provider?: string | undefined;
  readonly q?: string | undefined;
  /** The model that is looked at, as `provider/model`. */
  readonly model?: string | undefined;
  /** The model whose price is being set; empty for one that is still to be named. */
  readonly set?: string | undefined;
  readonly ceiling?: 'set' | undefined;
}

function textIn(search: Record<string, unknown>, name: string): Record<string, string> {
  const value = search[name];
  return typeof value === 'string' ? { [name]: value } : {};
}

const prices = createRoute({
  getParentRoute: () => signedIn,
  path: '/prices',
  component: lazyRouteComponent(() => import('./prices-page.tsx'), 'PricesPage'),
  validateSearch: (search: Record<string, unknown>): PricesSearch => ({
    ...(priceTabs.includes(search['tab'] as PriceTab) ? { tab: search['tab'] as PriceTab } : {}),
    ...textIn(search, 'provider'),
    ...textIn(search, 'q'),
    ...textIn(search, 'model'),
    ...textIn(search, 'set'),
    ...(search['ceiling'] === 'set' ? { ceiling: 'set' } : {}),
  }),
});

export const pricesRoutes = [prices] as const;
