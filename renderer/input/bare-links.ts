/** Links as people write them and browsers show them: without `https://`. */
import { readPattern } from './patterns.ts';

const form = /^([^\s/:@?#\\]{1,253})(:\d{1,5})?(\/\S*)?$/;
const address = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
const name = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?:\p{L}{2,63}|xn--[a-z0-9-]{1,59})$/u;
/** A computer near by has a name without dots. */
const nearby = /^[a-z][a-z0-9-]{0,62}$/i;
/** Endings that files have, and no domain. */
const file = /\.(?:js|ts|json|txt|html?|xml|ya?ml|css|tar|gz|exe|dll)$/i;
/** The end of a sentence without the blank behind it, and the beginning of the next. */
const sentence = /\.[A-Z][a-z]+$/;

/**
 * The same with `https://` before it; null for what may as well be anything else. A name with a dot in it is not enough, for `readme.md` has one: a path
 * must follow, or `www.` stand before it.
 */
export function readBareLink(word: string): string | null {
  const [, host = '', port = '', path = ''] = form.exec(word) ?? [];
  const known = address.test(host) || (name.test(host) && !file.test(host) && !sentence.test(host)) || (port !== '' && nearby.test(host));
  if (!known || (path.length < 2 && !/^www\../i.test(host))) return null;
  const link = `https://${word}`;
  return URL.canParse(readPattern(link).at(0)) ? link : null;
}
