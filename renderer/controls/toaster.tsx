/** Where toasts appear. */
import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { holdRemovals, releaseRemovals } from '../state/removal.ts';
import { IconButton } from './button.tsx';
import { useText } from './text.tsx';
import './toaster.css';

export function Toaster() {
  const { toasts } = Toast.useToastManager();
  const { t } = useText();
  const none = toasts.length === 0;
  useEffect(() => {
    // What vanishes beneath the pointer, or with the keyboard on it, is not always told of as left.
    if (none) releaseRemovals();
  }, [none]);
  return (
    <Toast.Portal>
      <Toast.Viewport
        className="toasts"
        aria-label={t('toast.region')}
        onMouseEnter={() => holdRemovals('pointer')}
        onMouseLeave={() => releaseRemovals('pointer')}
        onFocus={() => holdRemovals('keyboard')}
        onBlur={() => releaseRemovals('keyboard')}
      >
        {toasts.map((toast) => (
          <Toast.Root key={toast.id} toast={toast} className="toast" swipeDirection={['down', 'left', 'right']}>
            <Toast.Content className="toast-content">
              <div className="toast-words">
                <Toast.Title className="toast-title" />
                <Toast.Description className="toast-text" />
              </div>
              <Toast.Action className="button button-quiet toast-action" />
              <Toast.Close render={<IconButton icon={X} label={t('toast.close')} />} />
            </Toast.Content>
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}
