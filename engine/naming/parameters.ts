/**
 * The parameters of a header such as Content-Disposition (RFC 6266, section 4.1), read as browsers read them: forms that the
 * grammar forbids but servers send are understood where only one meaning is possible. One pass, in linear time.
 */

export interface Parameter {
  /** Lower case. */
  readonly name: string;
  /** Without its quotes, quoted-pairs resolved. */
  readonly value: string;
}

const isSpace = (char: string | undefined): boolean => char === ' ' || char === '\t' || char === '\r' || char === '\n';

/** A second field of the same name, joined on by a comma, as HTTP libraries hand it over. */
const joinedField = /,\s*(?:attachment|inline|form-data)\s*$/i;

export function parseParameters(header: string): Parameter[] {
  const parameters: Parameter[] = [];
  let at = 0;

  const skipTo = (stops: string): string => {
    const start = at;
    while (at < header.length && !stops.includes(header[at] as string)) at++;
    return header.slice(start, at).trim();
  };

  /** A quoted-string (RFC 9110, section 5.6.4); the end of the header closes one that was left open. */
  const readQuoted = (): string => {
    let value = '';
    let copied = ++at;
    while (at < header.length && header[at] !== '"') {
      if (header[at] === '\\' && at + 1 < header.length) {
        value += header.slice(copied, at);
        copied = ++at;
      }
      at++;
    }
    value += header.slice(copied, at);
    at++;
    return value;
  };

  while (at < header.length) {
    while (isSpace(header[at]) || header[at] === ';') at++;
    if (header[at] === '"') readQuoted();
    const name = skipTo(';=').toLowerCase();
    if (header[at] !== '=') continue;
    at++;
    while (isSpace(header[at])) at++;
    const value = header[at] === '"' ? readQuoted() : skipTo(';').replace(joinedField, '');
    skipTo(';');
    parameters.push({ name, value });
  }
  return parameters;
}
