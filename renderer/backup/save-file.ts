/** Gives the person a file: the shell asks where to, or puts it with what its browser downloads. */
export function saveFile(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun with the click; what it reads stays until the page has had its turn.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
