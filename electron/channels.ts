/** The three things that cross between the page and the main process; everything else is inside the text of a message. */
export const channels = {
  /** The page has just begun: whatever came before it is over. */
  open: 'port:open',
  message: 'port:message',
  close: 'port:close',
} as const;
