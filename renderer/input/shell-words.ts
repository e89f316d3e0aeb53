/** Splits what was copied for a shell into words, by the quoting rules of bash. Nothing is ever expanded or run. */

/** `quote`: one that is opened and never closed. `shell`: what only a shell could know or do. `cmd`: made for Windows' other shell. */
export type ShellProblem = 'quote' | 'shell' | 'cmd';

export interface ShellWords {
  readonly words: readonly string[];
  /** Where the text goes on after the command. */
  readonly end: number;
  readonly problem: ShellProblem | null;
}

const blank = (character: string | undefined): boolean => character === ' ' || character === '\t';
const lineEnd = (character: string | undefined): boolean => character === undefined || character === '\n' || character === '\r';

/** Reads one command from `start` to its end: the end of its last line, or a `;` or `&` that stands for itself. */
export function readShellWords(text: string, start: number): ShellWords {
  const words: string[] = [];
  let word: string | null = null;
  let problem: ShellProblem | null = null;
  let at = start;

  const take = (piece: string): void => {
    word = (word ?? '') + piece;
  };
  const finish = (): void => {
    if (word !== null) words.push(word);
    word = null;
  };

  for (;;) {
    const character = text[at];
    const next = text[at + 1];
    if (character === undefined || lineEnd(character)) break;
    const continued = character === '\\' ? lengthOfLineEnd(text, at + 1) : 0;
    if (continued > 0) {
      at += 1 + continued;
    } else if (blank(character)) {
      finish();
      at++;
    } else if (isSeparator(text, at)) {
      at += text.startsWith('&&', at) ? 2 : 1;
      break;
    } else if (character === '#' && word === null) {
      while (!lineEnd(text[at])) at++;
    } else if (character === "'" || character === '"' || (character === '$' && next === "'")) {
      const quoted = readQuoted(text, at);
      if (!quoted) return { words, end: endOfLine(text, start), problem: 'quote' };
      take(quoted.value);
      problem ??= quoted.problem;
      at = quoted.end;
    } else if (character === '\\') {
      take(next ?? '');
      at += 2;
    } else {
      if (character === '^' && (next === '"' || lineEnd(next))) problem = 'cmd';
      else if ('<>|()`'.includes(character) || (character === '$' && isExpansion(next))) problem ??= 'shell';
      take(character);
      at++;
    }
  }
  finish();
  return { words, end: at, problem };
}

/** Within a link, `&` is only an `&`: people forget the quotes that a shell would want. */
function isSeparator(text: string, at: number): boolean {
  return /^(?:&&|[;&])(?:\s|$)/.test(text.slice(at, at + 3));
}

const isExpansion = (next: string | undefined): boolean => next !== undefined && /[\w{("$?!@*]/.test(next);

function lengthOfLineEnd(text: string, at: number): number {
  if (text.startsWith('\r\n', at)) return 2;
  return text[at] === '\n' ? 1 : 0;
}

function endOfLine(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found === -1 ? text.length : found;
}

interface Quoted {
  readonly value: string;
  readonly end: number;
  readonly problem: ShellProblem | null;
}

/** What stands between quotes; null when they are never closed. */
function readQuoted(text: string, at: number): Quoted | null {
  if (text[at] === "'") {
    const close = text.indexOf("'", at + 1);
    return close === -1 ? null : { value: text.slice(at + 1, close), end: close + 1, problem: null };
  }
  return text[at] === '"' ? readDouble(text, at + 1) : readDollar(text, at + 2);
}

function readDouble(text: string, start: number): Quoted | null {
  let value = '';
  let problem: ShellProblem | null = null;
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    const next = text[at + 1];
    if (character === '"') return { value, end: at + 1, problem };
    const continued = character === '\\' ? lengthOfLineEnd(text, at + 1) : 0;
    if (continued > 0) {
      at += continued;
    } else if (character === '\\' && next !== undefined && '$`"\\'.includes(next)) {
      value += next;
      at++;
    } else {
      if (character === '`' || (character === '$' && next !== '"' && isExpansion(next))) problem = 'shell';
      value += character;
    }
  }
  return null;
}

const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b', e: '\x1b', E: '\x1b', f: '\f', v: '\v' };
const coded = /x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})/y;

/** `$'…'`, the quotes in which a backslash writes any character. */
function readDollar(text: string, start: number): Quoted | null {
  let value = '';
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === "'") return { value, end: at + 1, problem: null };
    if (character !== '\\') {
      value += character;
      continue;
    }
    at++;
    coded.lastIndex = at;
    const code = coded.exec(text);
    if (code) {
      const point = code[4] === undefined ? Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16) : Number.parseInt(code[4], 8);
      value += String.fromCodePoint(Math.min(point, 0x10ffff));
      at += code[0].length - 1;
    } else {
      value += named[text[at] ?? ''] ?? text[at] ?? '';
    }
  }
  return null;
}
