/** What every drawing of figures needs. */

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as it may stand in an SVG, between tags and in attributes. */
export const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] as string);
