import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useToast } from '../components/toasts.tsx';
import { Menu, type MenuItem } from '../components/menu.tsx';
import { chooseTheme, chosenTheme, themes, type Theme } from '../theme/theme.ts';
import { signOut } from './sign-out.ts';

const themeNames: Readonly<Record<Theme, string>> = {
  system: 'Colours of the system',
  light: 'Light',
  dark: 'Dark',
};

/** The acts of whoever is signed in: the look of the pages, the first steps, the way out. */
export function usePersonItems(): readonly MenuItem[] {
  const navigate = useNavigate();
  const { tellProblem } = useToast();
  const [theme, setTheme] = useState(chosenTheme);
  const choose = (next: Theme): void => {
    chooseTheme(next);
    setTheme(next);
  };
  const leave = (): void => {
    signOut().then(() => navigate({ to: '/sign-in' }), tellProblem);
  };
  return [
    { name: 'Settings', to: '/settings' },
    { name: 'First steps', to: '/first-steps' },
    { name: 'Documentation', onSelect: () => void window.open('/docs/', '_blank', 'noopener') },
    null,
    ...themes.map((one) => ({
      name: one === theme ? `${themeNames[one]} ✓` : themeNames[one],
      onSelect: () => choose(one),
    })),
    null,
    { name: 'Sign out', onSelect: leave },
  ];
}

export function PersonMenu({ name, className }: { readonly name: string; readonly className: string }) {
  return (
    <Menu
      label={`${name}: settings and sign out`}
      trigger={name}
      items={usePersonItems()}
      side="top"
      className={className}
    />
  );
}
