/** Batch patterns in a link: `[001-100]`, `[a-z]`, `[1-9:2]` and `{a,b,c}` stand for one link each. */

/** As many as can be added at once; links beyond are counted, never made. */
export const mostLinks = 10_000;

export interface Pattern {
  /** How many links it stands for: 1 when there is nothing to expand. */
  readonly count: number;
  /** The link of an index below `count`; the last group of a pattern changes first. */
  at(index: number): string;
}

interface Group {
  readonly count: number;
  at(index: number): string;
}

// An IPv6 address has colons but no dash, so no bracketed host is ever one of these.
const groups =
  /\[(\d{1,15})-(\d{1,15})(?::(\d{1,15}))?\]|\[([a-z])-([a-z])(?::(\d{1,2}))?\]|\[([A-Z])-([A-Z])(?::(\d{1,2}))?\]|\{([^{},"]*(?:,[^{},"]*)+)\}/g;

export function readPattern(link: string): Pattern {
  const parts: Group[] = [];
  let end = 0;
  for (const found of link.matchAll(groups)) {
    const group = readGroup(found);
    if (!group) continue;
    parts.push(literal(link.slice(end, found.index)), group);
    end = found.index + found[0].length;
  }
  parts.push(literal(link.slice(end)));

  return {
    count: parts.reduce((product, part) => product * part.count, 1),
    at(index) {
      let rest = index;
      let text = '';
      for (const part of parts.toReversed()) {
        text = part.at(rest % part.count) + text;
        rest = Math.floor(rest / part.count);
      }
      return text;
    },
  };
}

/** All that a link stands for, in order, each once; null when they are more than can be added. */
export function expandLink(link: string): string[] | null {
  const pattern = readPattern(link);
  if (pattern.count > mostLinks) return null;
  return [...new Set(Array.from({ length: pattern.count }, (_, index) => pattern.at(index)))];
}

/** Null for a range that goes nowhere, which then stands for itself. */
function readGroup(found: RegExpExecArray): Group | null {
  const [, first, last, step, lowFrom, lowTo, lowStep, highFrom, highTo, highStep, list] = found;
  if (list !== undefined) {
    const choices = list.split(',');
    return { count: choices.length, at: (index) => choices[index] ?? '' };
  }
  if (first !== undefined && last !== undefined) {
    // `[001-100]` counts 001, 002, …: a leading zero asks for as many digits everywhere.
    const width = first.startsWith('0') ? first.length : 0;
    return range(Number(first), Number(last), Number(step ?? 1), (value) => String(value).padStart(width, '0'));
  }
  const from = lowFrom ?? highFrom ?? '';
  const to = lowTo ?? highTo ?? '';
  return range(from.charCodeAt(0), to.charCodeAt(0), Number(lowStep ?? highStep ?? 1), (code) => String.fromCharCode(code));
}

function range(first: number, last: number, step: number, write: (value: number) => string): Group | null {
  if (last < first || step === 0) return null;
  return { count: Math.floor((last - first) / step) + 1, at: (index) => write(first + index * step) };
}

const literal = (text: string): Group => ({ count: 1, at: () => text });
