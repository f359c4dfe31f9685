import { figureAt } from './random.ts';

/** At most four characters each, so that a word with its space is one token; several are more bytes than characters. */
const words =
  `the wall held and a calm cost is paid once so it was set down in ink, that sum is so, we kept gold for rain or
  snow to be sea. café über naïf één, Ωm ночь 水门 金庫 ñu 🙂 👍🏽 €5, ß² …`.split(/\s+/);

/** The visible or hidden token at a place of an answer: a space and a word, one token whatever stands around it. */
export function wordAt(seed: number, place: number): string {
  return ` ${words[figureAt(seed, place) % words.length] ?? 'the'}`;
}
