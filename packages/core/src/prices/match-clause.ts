/** Which model names a price is for, kept as data. Comparisons ignore the case of letters, regular expressions do not. */
export type MatchClause =
  | { readonly equals: string }
  | { readonly starts_with: string }
  | { readonly ends_with: string }
  | { readonly contains: string }
  | { readonly regex: string }
  | { readonly or: readonly MatchClause[] }
  | { readonly and: readonly MatchClause[] };

export type Matcher = (model: string) => boolean;

/**
 * Makes a clause callable. Clauses come from the price book that ships with the server, never from a caller: a regular
 * expression of a stranger could take the process down.
 */
export function compileClause(clause: MatchClause): Matcher {
  if ('or' in clause) return anyOf(clause.or.map(compileClause));
  if ('and' in clause) return allOf(clause.and.map(compileClause));
  if ('regex' in clause) {
    const pattern = new RegExp(clause.regex);
    return (model) => pattern.test(model);
  }
  return compileText(clause);
}

type TextClause = Exclude<MatchClause, { or: unknown } | { and: unknown } | { regex: unknown }>;

function compileText(clause: TextClause): Matcher {
  if ('equals' in clause)
    return (
      (text) => (model: string) =>
        model.toLowerCase() === text
    )(clause.equals.toLowerCase());
  if ('starts_with' in clause) {
    return (
      (text) => (model: string) =>
        model.toLowerCase().startsWith(text)
    )(clause.starts_with.toLowerCase());
  }
  if ('ends_with' in clause) {
    return (
      (text) => (model: string) =>
        model.toLowerCase().endsWith(text)
    )(clause.ends_with.toLowerCase());
  }
  return (
    (text) => (model: string) =>
      model.toLowerCase().includes(text)
  )(clause.contains.toLowerCase());
}

function anyOf(matchers: readonly Matcher[]): Matcher {
  return (model) => matchers.some((matches) => matches(model));
}

function allOf(matchers: readonly Matcher[]): Matcher {
  return (model) => matchers.every((matches) => matches(model));
}

/** The names that a clause spells out in full, in lower case: declared names of the model. */
export function declaredNames(clause: MatchClause): string[] {
  if ('or' in clause) return clause.or.flatMap(declaredNames);
  return 'equals' in clause ? [clause.equals.toLowerCase()] : [];
}

/** The beginnings that a clause spells out, in lower case: a name plus a snapshot date is still that model. */
export function declaredPrefixes(clause: MatchClause): string[] {
  if ('or' in clause) return clause.or.flatMap(declaredPrefixes);
  return 'starts_with' in clause ? [clause.starts_with.toLowerCase()] : [];
}
