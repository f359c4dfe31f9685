import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedIn } from '../../app/signed-in.tsx';
import { readBudgetSearch, readBudgetsSearch, readEditSearch } from './budgets-search.ts';

const budgets = createRoute({
  getParentRoute: () => signedIn,
  path: '/budgets',
  component: lazyRouteComponent(() => import('./budgets-page.tsx'), 'BudgetsPage'),
  validateSearch: readBudgetsSearch,
});

const newBudget = createRoute({
  getParentRoute: () => signedIn,
  path: '/budgets/new',
  component: lazyRouteComponent(() => import('./new-budget-page.tsx'), 'NewBudgetPage'),
});

const budget = createRoute({
  getParentRoute: () => signedIn,
  path: '/budgets/$budget',
  component: lazyRouteComponent(() => import('./budget-page.tsx'), 'BudgetPage'),
  validateSearch: readBudgetSearch,
});

const editBudget = createRoute({
  getParentRoute: () => signedIn,
  path: '/budgets/$budget/edit',
  component: lazyRouteComponent(() => import('./edit-budget-page.tsx'), 'EditBudgetPage'),
  validateSearch: readEditSearch,
});

export const budgetRoutes = [budgets, newBudget, budget, editBudget] as const;
