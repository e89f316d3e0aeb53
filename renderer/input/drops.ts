/** The text in what was dropped: links, plain text, or small files that hold links. */

/** Files beyond this are no lists of links. */
const largestFile = 4 * 1024 * 1024;
/** In these an `&` is written `&amp;`. */
const markup = /\.(?:webloc|html?|metalink|meta4)$/i;
const textual = /\.(?:txt|url|webloc|desktop|csv|md|html?|json|metalink|meta4)$/i;

export async function textOfDrop(data: DataTransfer): Promise<string> {
  // Read before the first await: the transfer is emptied when the event is over.
  const texts = ['text/uri-list', 'text/plain'].map((type) => data.getData(type));
  const files = [...data.files].filter((file) => file.size <= largestFile && (textual.test(file.name) || file.type.startsWith('text/')));
  const contents = await Promise.all(files.map(textOfFile));
  return [...texts, ...contents].join('\n');
}

const textOfFile = async (file: File): Promise<string> => textOfNamed(file.name, await file.text());

/** The text of a file of that name, as it is to be read for links. */
export const textOfNamed = (name: string, text: string): string => (markup.test(name) ? text.replaceAll('&amp;', '&') : text);
