/**
 * The one transport: text in both directions over something that can close. Electron's IPC, a WebSocket and memory are each
 * wrapped as a port, and nothing above a port knows which it is.
 */
export interface Port {
  /** Where the transport can tell that the other side is behind, a promise that is kept when it can take more. */
  send(message: string): void | Promise<void>;
  /** One listener; messages that arrive before it is set are kept for it. */
  onMessage(listener: (message: string) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}
