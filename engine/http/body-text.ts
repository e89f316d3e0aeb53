/** The text of an answer that ought to be small. */
import { decoded, encodingsOf } from './codings.ts';
import type { Exchange } from './exchange.ts';

/** Null when it is larger than `most` bytes, and never more of it is read. @throws what the connection met. */
export async function readText(answer: Exchange, most: number): Promise<string | null> {
  if (Number(answer.head.get('content-length') ?? 0) > most) return null;
  const { body, patience } = answer;
  patience.onFailure = (error) => body.destroy(error);
  const source = decoded(body, encodingsOf(answer.head));
  // A decoder may hold back for long what comes all the while.
  if (source !== body) body.on('data', () => patience.alive());
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    patience.alive();
    length += chunk.length;
    if (length > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
