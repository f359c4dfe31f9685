import { createRoute } from '@tanstack/react-router';
import { root } from '../../app/signed-in.tsx';
import { InvitationPage } from './invitation-page.tsx';
import { PasswordResetPage } from './password-reset-page.tsx';
import { SignInPage } from './sign-in-page.tsx';

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignInPage,
  validateSearch: ({ next }: Record<string, unknown>): { next?: string } =>
    // Only a path of ours: a link must not lead somebody who just signed in elsewhere.
    typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {},
});
const invitation = createRoute({ getParentRoute: () => root, path: '/invitation', component: InvitationPage });
const passwordReset = createRoute({
  getParentRoute: () => root,
  path: '/password-reset',
  component: PasswordResetPage,
});

export const entranceRoutes = [signIn, invitation, passwordReset] as const;
