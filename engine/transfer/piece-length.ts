/** How much of a file a connection claims at once. Pure. */

/** In-order pieces of this size let the digest follow closely and cost nothing measurable in requests. */
const pieceSize = 8 * 1024 * 1024;
/** A piece lasts at least this many times the wait for its first byte, so that the wait is lost in it. */
const pieceLatencies = 50;
/** The same for the last pieces, which are smaller. */
const lastPieceLatencies = 10;
/** Waits for a first byte, in milliseconds, that need not be spared. */
const noLatency = 20;

/**
 * Pieces shrink towards the end, so that all connections finish together and the digest has little left to do; each still outlasts the wait
 * for its first byte several times.
 * @param share of what is left, for each connection. @param rate bytes a second; 0 while unknown. @param latency the wait, in milliseconds.
 */
export function pieceLength(share: number, rate: number, latency: number): number {
  const waited = (latency * rate) / 1000;
  const worth = Math.max(pieceSize, Math.ceil(pieceLatencies * waited));
  // Nobody knows yet what a wait costs this connection.
  const least = rate === 0 && latency > noLatency ? share : Math.ceil(lastPieceLatencies * waited);
  return Math.min(worth, share, Math.max(Math.ceil(share / 2), least));
}
