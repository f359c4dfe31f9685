// IANA names without an area. ICU also knows "PST", "IST", "JST" and the like, which are not in the IANA database and
// are read differently elsewhere, so a name without an area counts only if it is listed here.
const NAMES_WITHOUT_AREA = new Set(
  (
    'UTC UCT GMT GMT0 Greenwich Universal Zulu CET EET MET WET EST HST MST CST6CDT EST5EDT MST7MDT PST8PDT ' +
    'Cuba Egypt Eire GB GB-Eire Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya NZ NZ-CHAT Navajo ' +
    'PRC Poland Portugal ROC ROK Singapore Turkey W-SU'
  ).split(' '),
);

const NAME_WITH_AREA = /^(?!SystemV\/)[A-Z][A-Za-z]+(\/[A-Za-z0-9_+-]+){1,2}$/;

const MAX_NAME_LENGTH = 64;

/**
 * Whether a text names a zone of the IANA database that this runtime knows. Offsets ("+02:00") and the abbreviations
 * of ICU ("PST") are refused: they have no daylight-saving rules, or not the ones that the writer thought of.
 */
export function isTimeZone(name: string): boolean {
  if (name.length > MAX_NAME_LENGTH) return false;
  if (!NAMES_WITHOUT_AREA.has(name) && !NAME_WITH_AREA.test(name)) return false;
  try {
    return Intl.DateTimeFormat('en-US', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
