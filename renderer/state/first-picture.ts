/** What can be seen at first comes first: what else there is begins when the list is on the screen, and costs the first look at it nothing. */

/** Milliseconds: where no list comes, the rest comes all the same. */
const longestWait = 2_000;

const { promise: drawn, resolve } = Promise.withResolvers<void>();
const overdue = new Promise<void>((pass) => setTimeout(pass, longestWait));

/** The list is in the page, and about to be drawn. */
export function noteFirstPicture(): void {
  // A window that nobody sees draws nothing.
  if (document.visibilityState === 'visible') requestAnimationFrame(() => setTimeout(resolve));
  else resolve();
}

/** Begins something after the first picture. */
export async function afterFirstPicture<Result>(begin: () => Promise<Result>): Promise<Result> {
  await Promise.race([drawn, overdue]);
  return await begin();
}
