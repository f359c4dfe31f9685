/** As the system has it, or as somebody chose for this browser. */
export const themes = ['system', 'light', 'dark'] as const;

export type Theme = (typeof themes)[number];

const place = 'cofferdam-theme';

export function chosenTheme(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(place)) ?? 'system';
  } catch {
    // A browser that keeps nothing for us has no choice to keep.
    return 'system';
  }
}

/** Puts the choice into effect: the tokens follow `color-scheme`. */
export function applyTheme(theme: Theme): void {
  document.documentElement.style.colorScheme = theme === 'system' ? '' : theme;
}

export function chooseTheme(theme: Theme): void {
  applyTheme(theme);
  try {
    localStorage.setItem(place, theme);
  } catch {
    // It holds until the page is left.
  }
}
