/** What can stand in a request's header. No schema library here: what is typed is read by it as well. */

const name = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** No CR, LF or NUL: a header's value must not be able to write another header (RFC 9110, section 5.5). */
// oxlint-disable-next-line no-control-regex
const value = /^[^\u0000\r\n]*$/;

export const isHeaderName = (text: string): boolean => name.test(text);
export const isHeaderValue = (text: string): boolean => value.test(text);
