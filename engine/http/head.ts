/** The head of an HTTP answer, the same from both planes. */
export class Head {
  readonly status: number;
  /** Of the address that this answers; empty where it does not matter. */
  readonly path: string;
  readonly #fields: ReadonlyMap<string, readonly string[]>;

  /** @param rawHeaders names and values by turns, as they stood on the wire. */
  constructor(status: number, rawHeaders: readonly string[], path = '') {
    this.status = status;
    this.path = path;
    const fields = new Map<string, string[]>();
    for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
      const name = (rawHeaders[i] as string).toLowerCase();
      const values = fields.get(name);
      if (values) values.push(rawHeaders[i + 1] as string);
      else fields.set(name, [rawHeaders[i + 1] as string]);
    }
    this.#fields = fields;
  }

  /** The first value of a field, or null. */
  get(name: string): string | null {
    return this.#fields.get(name)?.[0] ?? null;
  }

  all(name: string): readonly string[] {
    return this.#fields.get(name) ?? [];
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }
}

const statusLine = /^HTTP\/1\.[01] ([1-5]\d\d)(?: [^\r\n]*)?$/;
const fieldLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*$/;

/**
 * Parses a head strictly: nothing folded, nothing repaired. Null is no judgement on the server, only on this plane: the general
 * plane's parser then takes the answer.
 * @param text up to, not including, the empty line.
 * @param path of the address that was asked for.
 */
export function parseHead(text: string, path = ''): Head | null {
  const lines = text.split('\r\n');
  const status = statusLine.exec(lines[0] as string);
  if (!status) return null;
  const raw: string[] = [];
  for (const line of lines.slice(1)) {
    const field = fieldLine.exec(line);
    if (!field) return null;
    raw.push(field[1] as string, field[2] as string);
  }
  return new Head(Number(status[1]), raw, path);
}
