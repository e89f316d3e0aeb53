/** The foot of a form that is a page of a dialog: back to the list, or done. */
import { Button } from './button.tsx';
import { useText } from './text.tsx';
import './form.css';

interface FormFootProps {
  readonly onBack: () => void;
  /** What is done, where that is more than to save. */
  readonly done?: string;
}

export function FormFoot({ onBack, done }: FormFootProps) {
  const { t } = useText();
  return (
    <div className="dialog-foot">
      <Button className="push" onClick={onBack}>
        {t('managed.back')}
      </Button>
      <Button kind="primary" type="submit">
        {done ?? t('managed.save')}
      </Button>
    </div>
  );
}
