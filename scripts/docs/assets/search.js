// Looks through titles and headings as somebody types; the keys are those of any list. And blocks of code can be copied.
(() => {
  const { base } = document.documentElement.dataset;
  const input = document.getElementById('search');
  const list = document.createElement('ul');
  list.id = 'found';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Pages found');
  list.hidden = true;
  let at = -1;

  /** How well words fit a text: all must stand in it; at its beginning, or at that of a word, is better. */
  const fit = (words, text) => {
    const low = text.toLowerCase();
    let score = 0;
    for (const word of words) {
      const where = low.indexOf(word);
      if (where < 0) return 0;
      if (where === 0) score += 4;
      else score += /[\s_`/-]/.test(low[where - 1]) ? 3 : 1;
    }
    return score + (low === words.join(' ') ? 8 : 0);
  };

  const find = (text) => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    const found = [];
    for (const { place, title, section, headings } of globalThis.cofferdamPages) {
      const page = fit(words, title);
      if (page > 0) found.push({ score: page + 2, place, text: title, where: section });
      for (const [id, heading] of headings) {
        const score = fit(words, heading) || fit(words, `${title} ${heading}`) / 2;
        if (score > 0 && page === 0) found.push({ score, place: `${place}#${id}`, text: heading, where: title });
      }
    }
    return found.toSorted((one, other) => other.score - one.score).slice(0, 12);
  };

  const mark = (next) => {
    at = next;
    for (const [index, item] of [...list.children].entries()) item.setAttribute('aria-selected', String(index === at));
    const chosen = list.children[at];
    if (chosen === undefined) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', chosen.id);
    chosen?.scrollIntoView({ block: 'nearest' });
  };

  const item = ({ place, text, where }, index) => {
    const element = document.createElement('li');
    element.id = `found-${index}`;
    element.setAttribute('role', 'option');
    const small = document.createElement('small');
    small.textContent = where;
    element.append(text, ' ', small);
    element.addEventListener('click', () => location.assign(base + place));
    return element;
  };

  const show = () => {
    const found = find(input.value);
    const none = document.createElement('li');
    none.className = 'none';
    none.textContent = 'Nothing is called that.';
    list.replaceChildren(...(found.length > 0 ? found.map(item) : [none]));
    list.hidden = input.value.trim() === '';
    input.setAttribute('aria-expanded', String(!list.hidden));
    mark(found.length > 0 ? 0 : -1);
  };

  const close = () => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
  };

  input.hidden = false;
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-expanded', 'false');
  input.setAttribute('aria-controls', 'found');
  input.setAttribute('aria-autocomplete', 'list');
  input.after(list);
  input.addEventListener('input', show);
  input.addEventListener('focus', show);
  input.addEventListener('keydown', (event) => {
    const count = list.querySelectorAll('[role=option]').length;
    if (event.key === 'Escape') close();
    if (event.key === 'ArrowDown' && count > 0) mark((at + 1) % count);
    if (event.key === 'ArrowUp' && count > 0) mark((at - 1 + count) % count);
    if (event.key === 'Enter') list.children[at]?.click();
    if (['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) event.preventDefault();
  });
  list.addEventListener('click', close);
  document.addEventListener('click', ({ target }) => {
    if (!input.parentElement.contains(target)) close();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target.closest('input')) return;
    event.preventDefault();
    input.focus();
  });

  for (const block of navigator.clipboard ? document.querySelectorAll('pre[data-language]') : []) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.addEventListener('click', () => {
      const copied = navigator.clipboard.writeText(block.querySelector('code').textContent);
      void copied.then(() => (button.textContent = 'Copied'));
    });
    const frame = document.createElement('div');
    frame.className = 'block';
    block.replaceWith(frame);
    frame.append(block, button);
  }
})();
