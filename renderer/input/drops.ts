/** What is in a drop: links, plain text, and files. */
import { readLists, type ListReading } from './lists.ts';

export async function readDrop(data: DataTransfer): Promise<ListReading> {
  // Read before the first await: the transfer is emptied when the event is over.
  const texts = ['text/uri-list', 'text/plain'].map((type) => data.getData(type));
  const lists = await readLists([...data.files]);
  return { ...lists, text: [...texts, lists.text].join('\n') };
}
