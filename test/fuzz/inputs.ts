/** What strangers could send: pieces of what honest ones send, put together wrongly, cut, repeated and mixed with rubbish. */
import fc, { type Arbitrary } from 'fast-check';

/** As long as anything that reaches the parsers of header fields can be. */
const longest = 64 * 1024;

const rubbish: Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '\0',
    '\r\n',
    '\n',
    '\t',
    '"',
    '\\',
    '%',
    '%00',
    '%2f',
    '%5c',
    '../',
    '..\\',
    '=',
    ';',
    ',',
    '<',
    '>',
    '\u202e',
    '\u2028',
    ' ',
    '\ufeff',
    '\ud800',
  ),
);

/** A piece many times over, which is what makes bad parsers slow. */
const repeated = (piece: Arbitrary<string>): Arbitrary<string> =>
  fc.tuple(piece, fc.integer({ min: 2, max: 4000 })).map(([text, times]) => text.repeat(times).slice(0, longest));

/** @param tokens of the language that is spoken to the parser. */
export function garbled(tokens: readonly string[]): Arbitrary<string> {
  const token = fc.constantFrom(...tokens);
  const piece = fc.oneof(
    { weight: 6, arbitrary: token },
    { weight: 3, arbitrary: rubbish },
    { weight: 2, arbitrary: repeated(fc.oneof(token, rubbish)) },
  );
  return fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join('').slice(0, longest));
}
