// The colours that somebody chose for this browser, in the dashboard or here; before anything is drawn.
(() => {
  const place = 'cofferdam-theme';
  const names = { system: 'Colours: system', light: 'Colours: light', dark: 'Colours: dark' };
  const themes = Object.keys(names);
  const chosen = () => {
    try {
      return themes.find((theme) => theme === localStorage.getItem(place)) ?? 'system';
    } catch {
      return 'system';
    }
  };
  const apply = (theme) => {
    document.documentElement.style.colorScheme = theme === 'system' ? '' : theme;
  };
  apply(chosen());
  document.addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    button.hidden = false;
    button.textContent = names[chosen()];
    button.addEventListener('click', () => {
      const next = themes[(themes.indexOf(chosen()) + 1) % themes.length];
      try {
        localStorage.setItem(place, next);
      } catch {
        // It holds until the page is left.
      }
      apply(next);
      button.textContent = names[next];
    });
  });
})();
