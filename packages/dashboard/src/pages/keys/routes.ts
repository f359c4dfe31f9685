import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedIn } from '../../app/signed-in.tsx';

export interface KeysSearch {
  /** The dialog that is open. */
  readonly open?: 'new' | undefined;
  /** The key that is to be revoked. */
  readonly revoke?: string | undefined;
  /** Revoked keys are shown too. */
  readonly all?: true | undefined;
}

const keys = createRoute({
  getParentRoute: () => signedIn,
  path: '/keys',
  component: lazyRouteComponent(() => import('./keys-page.tsx'), 'KeysPage'),
  validateSearch: ({ open, revoke, all }: Record<string, unknown>): KeysSearch => ({
    ...(open === 'new' ? { open } : {}),
    ...(typeof revoke === 'string' ? { revoke } : {}),
    ...(all === true ? { all } : {}),
  }),
});

export const keysRoutes = [keys] as const;
