/** The foot of a form that is a page of a dialog: back to the list, or done. */
import { Button } from './button.tsx';
import { useText } from './text.tsx';
import './form.css';

export function FormFoot({ onBack }: { readonly onBack: () => void }) {
  const { t } = useText();
  return (
    <div className="dialog-foot">
      <Button className="push" onClick={onBack}>
        {t('managed.back')}
      </Button>
      <Button kind="primary" type="submit">
        {t('managed.save')}
      </Button>
    </div>
  );
}
