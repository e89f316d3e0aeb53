/** What a pasted `curl` or `wget` command asks for, as what the service can be asked for. Nothing is ever run. */
import { longestName } from '../../contract/bounds.ts';
import type { AddInput } from '../../contract/download.ts';
import { isHeaderName, isHeaderValue } from '../../contract/headers.ts';
import { readBytes } from './amounts.ts';
import { expandLink } from './patterns.ts';
import { readShellWords, type ShellProblem } from './shell-words.ts';

export type Choices = Readonly<Partial<Omit<AddInput, 'url'>>>;

/**
 * Why a command is not taken. `method`: anything but fetching. `body`: it sends something. `option`: one that is not understood.
 * `value`: one whose value cannot be meant here. `noLink`: no link in it. `tooMany`: its patterns stand for too many links.
 */
export type CommandProblem = ShellProblem | 'method' | 'body' | 'option' | 'value' | 'noLink' | 'tooMany';

export interface Command {
  readonly links: readonly string[];
  readonly choices: Choices;
  readonly problem: CommandProblem | null;
  /** The option that the problem is about; empty when it is about none. */
  readonly option: string;
  /** Where the text goes on after it. */
  readonly end: number;
}

const beginning = /(?:\$[ \t]+)?(curl|wget)[ \t]/y;

/** The command that begins at a place in a text, or null when none does. */
export function readCommand(text: string, start: number): Command | null {
  beginning.lastIndex = start;
  const [prefix = '', name = ''] = beginning.exec(text) ?? [];
  const program = programs[name];
  if (!program) return null;
  const { words, end, problem } = readShellWords(text, start + prefix.length);
  const nothing = { links: [], choices: {}, end };
  if (problem) return { ...nothing, problem, option: '' };
  try {
    return { ...program.read(words), problem: null, option: '', end };
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return { ...nothing, problem: thrown.problem, option: thrown.option, end };
  }
}

class Refusal extends Error {
  readonly problem: CommandProblem;
  readonly option: string;

  constructor(problem: CommandProblem, option = '') {
    super(problem);
    this.problem = problem;
    this.option = option;
  }
}

/** What is gathered from the words of one command. */
interface Gathered {
  words: string[];
  headers: [string, string][];
  user: string | null;
  password: string | null;
  choices: { -readonly [Name in keyof Choices]: Choices[Name] };
  /** Whether brackets and braces in links mean what they say. */
  literal: boolean;
}

type Take = (gathered: Gathered, value: string, option: string) => void;

/** An option's effect; `flag` is one without a value. */
type Option = { readonly flag: boolean; readonly take: Take };

const flag = (take: Take): Option => ({ flag: true, take });
const value = (take: Take): Option => ({ flag: false, take });
const ignored: Take = () => {};
const refused =
  (problem: CommandProblem): Take =>
  (_, __, option) => {
    throw new Refusal(problem, option);
  };

const all = (names: string, option: Option): [string, Option][] => names.split(' ').map((name) => [name, option]);

const takeMethod: Take = (_, method, option) => {
  if (method.toUpperCase() !== 'GET') throw new Refusal('method', `${option} ${method}`);
};

/** Of a path, the name: the folder is chosen beside the links. `-` is the terminal, which is no name. */
const takeName: Take = ({ choices }, path) => {
  const name = path.split('/').at(-1) ?? '';
  if (name !== '' && name !== '-') choices.name = name;
};

const takeUser: Take = (gathered, text) => {
  const colon = text.indexOf(':');
  gathered.user = colon === -1 ? text : text.slice(0, colon);
  if (colon !== -1) gathered.password = text.slice(colon + 1);
};

const takeCookie: Take = ({ choices }, text, option) => {
  // Without `=`, curl reads cookies from a file of that name.
  if (!text.includes('=')) throw new Refusal('value', option);
  choices.cookie = text;
};

const takeRate: Take = ({ choices }, text, option) => {
  const rate = readBytes(text);
  if (rate === null) throw new Refusal('value', option);
  choices.limitRate = rate;
};

/** Said by a browser of the copy that it has, which this download has not. */
const conditions: ReadonlySet<string> = new Set(['if-none-match', 'if-modified-since']);

const takeHeader: Take = ({ headers, choices }, text, option) => {
  if (text.startsWith('@')) throw new Refusal('value', option);
  // `Name:` takes a header away that curl would send; `Name;` sends one that is empty.
  const [, name = '', separator = '', content = ''] = /^([^:;]*)([:;])?(.*)$/s.exec(text) ?? [];
  if (separator === '' || (separator === ';' && content !== '')) throw new Refusal('value', option);
  const said = content.trim();
  const lower = name.trim().toLowerCase();
  if ((separator === ':' && said === '') || conditions.has(lower)) return;
  if (lower === 'cookie') choices.cookie = said;
  else if (lower === 'user-agent') choices.userAgent = said;
  else if (lower === 'referer') choices.referer = said;
  else headers.push([name.trim(), said]);
};

const common: [string, Option][] = [
  ...all('-v --verbose -s --silent -q --quiet -S -4 --ipv4 -6 --ipv6 --compressed --no-verbose', flag(ignored)),
  ['--header', value(takeHeader)],
  ['--referer', value(({ choices }, text) => void (choices.referer = text.replace(/;auto$/, '')))],
  ['--user-agent', value(({ choices }, text) => void (choices.userAgent = text))],
  ['--limit-rate', value(takeRate)],
];

/** A program's options, and the letters and words that stand for them. */
class Program {
  readonly #options: ReadonlyMap<string, Option>;
  /** Whether brackets and braces in links are patterns. */
  readonly #expands: boolean;

  constructor(options: readonly [string, Option][], { expands }: { expands: boolean }) {
    this.#options = new Map(options);
    this.#expands = expands;
  }

  read(words: readonly string[]): { links: string[]; choices: Choices } {
    const gathered: Gathered = { words: [], headers: [], user: null, password: null, choices: {}, literal: !this.#expands };
    let onlyLinks = false;
    const rest = [...words];
    for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
      if (onlyLinks || !word.startsWith('-') || word === '-') gathered.words.push(word);
      else if (word === '--') onlyLinks = true;
      else if (this.#options.has(word) || word.startsWith('--')) this.#takeLong(gathered, word, rest);
      else this.#takeLetters(gathered, word, rest);
    }
    return finish(gathered);
  }

  #takeLong(gathered: Gathered, word: string, rest: string[]): void {
    const equals = word.indexOf('=');
    const name = equals === -1 ? word : word.slice(0, equals);
    this.#take(gathered, name, equals === -1 ? null : word.slice(equals + 1), rest);
  }

  /** `-sSLo file`, `-ofile`: letters together, up to the first that has a value. */
  #takeLetters(gathered: Gathered, word: string, rest: string[]): void {
    for (let at = 1; at < word.length; at++) {
      const name = `-${word[at]}`;
      const attached = word.slice(at + 1);
      if (this.#options.get(name)?.flag ?? true) this.#take(gathered, name, null, rest);
      else return this.#take(gathered, name, attached === '' ? null : attached, rest);
    }
  }

  #take(gathered: Gathered, name: string, attached: string | null, rest: string[]): void {
    const option = this.#options.get(name);
    if (!option) throw new Refusal('option', name);
    const given = option.flag ? '' : (attached ?? rest.shift());
    if (given === undefined) throw new Refusal('value', name);
    option.take(gathered, given, name);
  }
}

const curlOptions: [string, Option][] = [
  ...common,
  ...all('-L --location -f --fail --show-error -k --insecure -# --progress-bar -O --remote-name -J --remote-header-name', flag(ignored)),
  ...all('-i --include -R --remote-time -N --no-buffer -0 --http1.0 --http1.1 --http2 --http3 --create-dirs --path-as-is', flag(ignored)),
  ...all('-C --continue-at -m --max-time --connect-timeout --retry --retry-delay --retry-max-time --max-redirs', value(ignored)),
  ...all('-d --data --data-raw --data-binary --data-ascii --data-urlencode --json -F --form --form-string', value(refused('body'))),
  ...all('-T --upload-file', value(refused('body'))),
  ...all('-I --head', flag(refused('method'))),
  ...all('-X --request', value(takeMethod)),
  ...all('-o --output', value(takeName)),
  ...all('-b --cookie', value(takeCookie)),
  ...all('-u --user', value(takeUser)),
  ...all(
    '-g --globoff',
    flag((gathered) => void (gathered.literal = true)),
  ),
  ['--url', value(({ words }, link) => void words.push(link))],
  ...aliases('-H --header', '-A --user-agent', '-e --referer'),
];

const wgetOptions: [string, Option][] = [
  ...common,
  ...all('-c --continue -nv -nc --no-clobber -N --timestamping -b --background --no-check-certificate --show-progress', flag(ignored)),
  ...all('--content-disposition --trust-server-names --server-response', flag(ignored)),
  ...all('-t --tries -T --timeout -w --wait --waitretry --max-redirect --progress', value(ignored)),
  ...all('--post-data --post-file --body-data --body-file', value(refused('body'))),
  ['--method', value(takeMethod)],
  ...all('-O --output-document', value(takeName)),
  ...all(
    '--user --http-user',
    value((gathered, user) => void (gathered.user = user)),
  ),
  ...all(
    '--password --http-password',
    value((gathered, password) => void (gathered.password = password)),
  ),
  ...aliases('-U --user-agent'),
];

const programs: Readonly<Record<string, Program>> = {
  curl: new Program(curlOptions, { expands: true }),
  wget: new Program(wgetOptions, { expands: false }),
};

/** A letter that means the same as a word which both programs share. */
function aliases(...pairs: readonly string[]): [string, Option][] {
  const known = new Map(common);
  return pairs.flatMap((pair) => {
    const [letter = '', word = ''] = pair.split(' ');
    const option = known.get(word);
    return option ? [[letter, option] satisfies [string, Option]] : [];
  });
}

function finish({ words, headers, user, password, choices, literal }: Gathered): { links: string[]; choices: Choices } {
  if (words.length === 0) throw new Refusal('noLink');
  const links = words.map(withScheme).flatMap((link) => {
    const expanded = literal ? [link] : expandLink(link);
    if (!expanded) throw new Refusal('tooMany');
    return expanded;
  });
  const { name, ...others } = choices;
  const taken: Choices = {
    ...others,
    // A name is of one file.
    ...(name !== undefined && links.length === 1 && { name }),
    ...(headers.length > 0 && { headers }),
    ...((user !== null || password !== null) && { credentials: { user: user ?? '', password: password ?? '' } }),
  };
  const impossible = impossibleIn(taken);
  if (impossible) throw new Refusal('value', impossible);
  return { links, choices: taken };
}

/** Both programs take a link without a scheme for one with http. */
const withScheme = (word: string): string => (/^[a-z][a-z0-9+.-]*:\/\//i.test(word) ? word : `http://${word}`);

/** The choice that cannot be meant, by its name; null when there is none. */
function impossibleIn({ name, headers = [], userAgent = '', referer = '', cookie = '' }: Choices): keyof Choices | null {
  if (name !== undefined && (name === '' || name.length > longestName)) return 'name';
  if (!headers.every(([title, content]) => isHeaderName(title) && isHeaderValue(content))) return 'headers';
  if (!isHeaderValue(userAgent)) return 'userAgent';
  if (!isHeaderValue(referer)) return 'referer';
  return isHeaderValue(cookie) ? null : 'cookie';
}
