/** The text of an answer that ought to be small. */
import { decoded, encodingsOf } from './codings.ts';
import type { Exchange } from './exchange.ts';

/** Null when it is larger than `most` bytes, and never more of it is read. @throws what the connection met. */
export async function readText(answer: Exchange, most: number): Promise<string | null> {
  if (Number(answer.head.get('content-length') ?? 0) > most) return null;
  answer.patience.onFailure = (error) => answer.body.destroy(error);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of decoded(answer.body, encodingsOf(answer.head)) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
