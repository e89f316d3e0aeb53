/** Where menus, tooltips and dialogs are put: inside the page's main landmark, so that nothing is outside of all landmarks. */
import { createRef } from 'react';

export const layer = createRef<HTMLDivElement>();

export function Layer() {
  return <div ref={layer} />;
}
