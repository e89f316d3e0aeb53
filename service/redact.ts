/**
 * Takes secrets out of what is about to be written where others read: logs and error texts. It knows headers by name, and
 * finds credentials and signatures in the addresses that stand in a text.
 */

const mask = '…';

/** Header and field names whose value is a secret, whatever it is. */
const secretName =
  /^(?:proxy-)?authorization$|^(?:set-)?cookie2?$|^credentials$|^secrets$|password|passwd|secret|^x-(?:api-key|auth-token)|token$/i;

/** Query parameters that carry a right to the file: presigned addresses of the usual clouds, and what people name such things. */
const secretParameter =
  /([?&;#](?:[\w.%-]*(?:token|signature|secret|password|passwd|credential|apikey|api[_-]key)|x-amz-[\w-]*|sig|sign|key|auth|authorization|hmac|policy|pass|pwd|jwt|session|sid|se|code|awsaccesskeyid|googleaccessid|key-pair-id)=)[^&;#\s"'<>]*/gi;

/** The part before the @ of an address. The password may itself hold an @, so the last one before the path counts. */
const userInfo = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'<>]*@/gi;

/** A header that was printed as a line: everything behind the colon goes. */
const headerLine = /\b((?:proxy-)?authorization|(?:set-)?cookie|x-api-key|x-auth-token)(["']?\s*[:=]\s*)[^\r\n]+/gi;

const bareCredentials = /\b(Bearer|Basic|Digest)\s+[\w.~+/=-]{6,}/g;

/** A text without its secrets; everything else stays as it was. */
export function redactText(text: string): string {
  return text
    .replace(userInfo, `$1`)
    .replace(secretParameter, `$1${mask}`)
    .replace(headerLine, `$1$2${mask}`)
    .replace(bareCredentials, `$1 ${mask}`);
}

/** The same for a value of any shape. Header lists (`[name, value]` pairs) are understood; errors become their name and message. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  // What is nested deeper than anything of ours is not worth the risk of a cycle.
  if (depth > 8) return mask;
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return isSecretPair(value) ? [value[0], mask] : value.map((item) => redact(item, depth + 1));

  const entries = Object.entries(value).map(([name, item]) => [
    name,
    secretName.test(name) && item != null ? mask : redact(item, depth + 1),
  ]);
  return Object.fromEntries(entries);
}

function redactError(error: Error, depth: number): unknown {
  const facts: Record<string, unknown> = { name: error.name, message: redactText(error.message) };
  if (error.stack) facts['stack'] = redactText(error.stack);
  if (error.cause !== undefined) facts['cause'] = redact(error.cause, depth + 1);
  return facts;
}

const isSecretPair = (value: readonly unknown[]): boolean =>
  value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'string' && secretName.test(value[0]);
