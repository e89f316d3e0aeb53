/** Asks again before files are deleted, because that cannot be undone. */
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { layer } from '../controls/layer.tsx';
import { Button } from '../controls/button.tsx';
import { useText } from '../controls/text.tsx';
import { removeNow } from '../state/commands.ts';
import { rowOf } from '../state/downloads.ts';
import { askToDelete, useView } from '../state/view.ts';

export function DeleteQuestion() {
  const { t } = useText();
  const ids = useView((view) => view.deleting);
  const close = (): void => askToDelete([]);
  const name = rowOf(ids[0] ?? '')?.name ?? '';
  const confirm = (): void => {
    void removeNow(ids, true);
    close();
  };
  return (
    <AlertDialog.Root open={ids.length > 0} onOpenChange={(open) => !open && close()}>
      <AlertDialog.Portal container={layer}>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="dialog dialog-narrow">
          <div className="dialog-head">
            <AlertDialog.Title className="dialog-title">{t('delete.title', { count: ids.length })}</AlertDialog.Title>
          </div>
          <AlertDialog.Description className="dialog-text">{t('delete.text', { count: ids.length, name })}</AlertDialog.Description>
          <div className="dialog-foot">
            <AlertDialog.Close render={<Button className="push">{t('delete.cancel')}</Button>} />
            <Button kind="danger" onClick={confirm}>
              {t('delete.confirm')}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
