/**
 * Structured clone as text, which is what Electron's IPC carries. `makeWire` runs in pages too, where its own source text is
 * injected: it must close over nothing.
 */

export interface Wire {
  /** Throws for what cannot be cloned: functions, symbols, promises, weak collections. */
  readonly encode: (value: unknown) => string;
  readonly decode: (text: string) => any;
}

export function makeWire(): Wire {
  type Row = any;

  const toBase64 = (bytes: Uint8Array): string => {
    let binary = '';
    // In pieces: a call takes only so many arguments.
    for (let index = 0; index < bytes.length; index += 8192) binary += String.fromCharCode(...bytes.subarray(index, index + 8192));
    return btoa(binary);
  };
  const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const kindOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);
  const refuse = (): never => {
    throw new Error('An object could not be cloned.');
  };

  /** Each value becomes a row, and refers to others by their number: so cycles and shared objects survive. */
  function encode(root: unknown): string {
    const numbers = new Map<object, number>();
    const rows: Row[] = [];

    const put = (value: unknown): number => {
      const isObject = typeof value === 'object' && value !== null;
      const known = isObject ? numbers.get(value) : undefined;
      if (known !== undefined) return known;
      const number = rows.push(null) - 1;
      if (isObject) numbers.set(value, number);
      rows[number] = isObject ? rowOfObject(value) : rowOfPrimitive(value);
      return number;
    };

    const rowOfPrimitive = (value: unknown): Row => {
      switch (typeof value) {
        case 'undefined':
          return ['undefined'];
        case 'bigint':
          return ['bigint', String(value)];
        case 'number':
          if (Object.is(value, -0)) return ['number', '-0'];
          return Number.isFinite(value) ? value : ['number', String(value)];
        case 'function':
        case 'symbol':
          return refuse();
        default:
          return value;
      }
    };

    const rowOfObject = (value: any): Row => {
      if (Array.isArray(value)) return ['array', ...Array.from(value, put)];
      if (ArrayBuffer.isView(value)) {
        return ['view', kindOf(value), toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))];
      }
      switch (kindOf(value)) {
        case 'Date':
          return ['date', value.getTime()];
        case 'RegExp':
          return ['regexp', value.source, value.flags];
        case 'Map':
          return ['map', ...[...value].flatMap(([key, item]) => [put(key), put(item)])];
        case 'Set':
          return ['set', ...[...value].map(put)];
        case 'ArrayBuffer':
          return ['buffer', toBase64(new Uint8Array(value))];
        case 'Error':
          return ['error', value.name, value.message, value.stack ?? ''];
        case 'Promise':
        case 'WeakMap':
        case 'WeakSet':
        case 'WeakRef':
          return refuse();
        default:
          return ['object', ...Object.keys(value).flatMap((key) => [key, put(value[key])])];
      }
    };

    put(root);
    return JSON.stringify(rows);
  }

  function decode(text: string): unknown {
    const rows: Row[] = JSON.parse(text);
    const values: unknown[] = [];

    const get = (number: number): unknown => {
      if (number in values) return values[number];
      const row = rows[number];
      return row === null || typeof row !== 'object' ? (values[number] = row) : read(number, row[0], row.slice(1));
    };

    // A container is put in its place before its contents are read, which may refer to it.
    const read = (number: number, kind: string, parts: any[]): unknown => {
      switch (kind) {
        case 'undefined':
          return (values[number] = undefined);
        case 'bigint':
          return (values[number] = BigInt(parts[0]));
        case 'number':
          return (values[number] = Number(parts[0]));
        case 'date':
          return (values[number] = new Date(parts[0]));
        case 'regexp':
          return (values[number] = new RegExp(parts[0], parts[1]));
        case 'buffer':
          return (values[number] = fromBase64(parts[0]).buffer);
        case 'view': {
          const bytes = fromBase64(parts[1]);
          return (values[number] = new (globalThis as any)[parts[0]](bytes.buffer));
        }
        case 'array': {
          const array: unknown[] = [];
          values[number] = array;
          for (const part of parts) array.push(get(part));
          return array;
        }
        case 'map': {
          const map = new Map();
          values[number] = map;
          for (let index = 0; index < parts.length; index += 2) map.set(get(parts[index]), get(parts[index + 1]));
          return map;
        }
        case 'set': {
          const set = new Set();
          values[number] = set;
          for (const part of parts) set.add(get(part));
          return set;
        }
        case 'error': {
          const types: Record<string, ErrorConstructor> = { RangeError, TypeError, SyntaxError, ReferenceError, EvalError, URIError };
          const error = new (types[parts[0]] ?? Error)(parts[1]);
          error.stack = parts[2];
          return (values[number] = error);
        }
        default: {
          const object = {};
          values[number] = object;
          for (let index = 0; index < parts.length; index += 2) {
            // Not by assignment: that would call a setter such as that of __proto__.
            const property = { value: get(parts[index + 1]), writable: true, enumerable: true, configurable: true };
            Object.defineProperty(object, parts[index], property);
          }
          return object;
        }
      }
    };
    return get(0);
  }

  return { encode, decode };
}

export const { encode, decode } = makeWire();
