/** The one place from which toasts are raised, inside React and out. */
import { Toast } from '@base-ui/react/toast';

export const toasts = Toast.createToastManager();
