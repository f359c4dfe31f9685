import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { inCheckout } from '../checkout.mjs';
import { wayTo } from './sources.mjs';

const elsewhere = /^[a-z][a-z+.-]*:|^\/\//i;
// A file of the repository that pages lead to is there to be read: no server takes a script for a film then.
const readAsText = /\.(ts|mjs|sql|ya?ml|sh|py)$|^[^.]+$|(^|\/)(LICENSE|Dockerfile)$/;

function placeOfFile(path) {
  const place = path.startsWith('docs/') ? path.slice('docs/'.length) : `files/${path}`;
  return readAsText.test(path) ? `${place}.txt` : place;
}

/**
 * Turns a link of a page into one of the site. What it leads to, if it is no page, is put into `files` to be copied
 * along (place on the site -> path in the repository).
 */
export function createLinker({ sources, files, problems }) {
  const places = new Map(sources.map(({ path, place }) => [path, place]));
  const lost = (source, target) => {
    problems.push(`${source.path}: ${target} leads nowhere`);
    return target;
  };
  return (source, target) => {
    if (elsewhere.test(target) || target.startsWith('#')) return target;
    const [file, anchor] = target.split('#');
    const path = normalize(join(dirname(source.path), decodeURI(file))).replace(/\/$/, '');
    const place = places.get(path) ?? places.get(join(path, 'README.md'));
    if (place !== undefined) return wayTo(source.place, place) + (anchor === undefined ? '' : `#${anchor}`);
    if (!existsSync(inCheckout(path)) || !statSync(inCheckout(path)).isFile()) return lost(source, target);
    files.set(placeOfFile(path), path);
    return wayTo(source.place, placeOfFile(path));
  };
}
