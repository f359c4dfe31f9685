import { escapeHtml } from './html.mjs';

// Four kinds of words are told apart, in one pass of a regular expression for each language: enough to read by. What
// it does not know stays as it is, so a mistake costs a colour and never a character.
const quoted = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/.source;
const template = /`(?:\\.|[^`\\])*`/.source;
const number = /\b\d[\d_.]*\b/.source;

function language({ comment, string, word, name }) {
  const parts = [
    comment && `(?<comment>${comment})`,
    name && `(?<name>${name})`,
    string && `(?<string>${string})`,
    word && `(?<word>\\b(?:${word})\\b)`,
    `(?<number>${number})`,
  ];
  return new RegExp(parts.filter(Boolean).join('|'), 'gm');
}

const hash = /(?<=^|\s)#.*$/.source;
const scriptWords =
  'as|async|await|break|case|catch|class|const|continue|default|else|export|extends|false|finally|for|from|function|if|import|in|instanceof|interface|let|new|null|of|return|switch|this|throw|true|try|type|typeof|undefined|void|while|yield';
const script = language({
  comment: String.raw`\/\/.*$|\/\*[\s\S]*?\*\/`,
  string: `${quoted}|${template}`,
  word: scriptWords,
});
const shell = language({
  comment: hash,
  string: quoted,
  name: String.raw`(?<=\s)--?[a-zA-Z][\w-]*|\$\{?\w+\}?`,
  word: 'case|do|done|else|esac|export|fi|for|if|in|then|while',
});

const languages = {
  sh: shell,
  bash: shell,
  ts: script,
  js: script,
  json: language({ name: String.raw`"(?:\\.|[^"\\])*"(?=\s*:)`, string: quoted, word: 'true|false|null' }),
  yaml: language({
    comment: hash,
    name: String.raw`(?<=^[\s-]*)[\w.$-]+(?=:)`,
    string: quoted,
    word: 'true|false|null',
  }),
  python: language({
    comment: hash,
    string: quoted,
    word: 'and|as|async|await|class|def|elif|else|except|False|finally|for|from|if|import|in|is|lambda|None|not|or|pass|raise|return|True|try|while|with|yield',
  }),
  sql: language({
    comment: '--.*$',
    string: "'[^']*'",
    word: '(?:SELECT|FROM|WHERE|AND|OR|NOT|JOIN|LEFT|ON|GROUP|ORDER|BY|AS|IN|LIMIT|WITH|INSERT|INTO|VALUES|UPDATE|SET|DELETE|CREATE|TABLE|NULL|IS|sum|count)',
  }),
  http: language({ name: String.raw`^[\w-]+(?=:)`, string: quoted }),
};

/** A block of code as HTML. */
export function highlight(code, name) {
  const form = languages[name];
  if (form === undefined) return escapeHtml(code);
  let html = '';
  let done = 0;
  for (const match of code.matchAll(form)) {
    const [kind] = Object.entries(match.groups).find(([, text]) => text !== undefined);
    html += escapeHtml(code.slice(done, match.index));
    html += `<span class="code-${kind}">${escapeHtml(match[0])}</span>`;
    done = match.index + match[0].length;
  }
  return html + escapeHtml(code.slice(done));
}
