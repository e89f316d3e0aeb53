/** What hangs at the pointer while something of the list is dragged: its name, beside the hand that hides it. */
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/utils/set-custom-native-drag-preview';

type SetImage = Parameters<typeof setCustomNativeDragPreview>[0]['nativeSetDragImage'];

export function previewDrag(nativeSetDragImage: SetImage, text: string): void {
  setCustomNativeDragPreview({
    nativeSetDragImage,
    getOffset: () => ({ x: -12, y: -8 }),
    render({ container }) {
      const preview = document.createElement('div');
      preview.className = 'drag-preview';
      preview.dir = 'auto';
      preview.textContent = text;
      container.append(preview);
    },
  });
}
