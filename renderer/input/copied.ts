/** Whether a text that somebody has copied elsewhere is worth an offer: nothing but links, and some of them of files. */

/** More links than this at once are offered by whoever wants them, not by the clipboard. */
const mostLinks = 500;

/** Endings of pages, which are looked at and not downloaded. */
const pages = new Set('htm html xhtml shtml php php5 asp aspx jsp jspx do action cgi cfm'.split(' '));
/** A dot and a short ending with a letter in it, or the number of a part. */
const ending = /\.([a-z0-9]{1,10})$/i;

/** The links of files in it; none when there is anything else in the text. */
export function copiedLinks(text: string): string[] {
  const words = text.trim().split(/\s+/);
  if (words.length > mostLinks || !words.every((word) => /^https?:\/\//i.test(word) && URL.canParse(word))) return [];
  return [...new Set(words)].filter(isOfFile);
}

function isOfFile(link: string): boolean {
  const { pathname, searchParams } = new URL(link);
  return [pathname, ...searchParams.values()].some(namesFile);
}

function namesFile(path: string): boolean {
  const last = path.slice(path.lastIndexOf('/') + 1).replace(/["']$/, '');
  const found = last === path && !last.includes('.') ? null : ending.exec(last);
  const extension = found?.[1]?.toLowerCase() ?? '';
  return (/[a-z]/.test(extension) || /^\d{3}$/.test(extension)) && !pages.has(extension);
}
