/** A switch with its words beside it. */
import { Field } from '@base-ui/react/field';
import { Switch } from '@base-ui/react/switch';

interface SwitchLineProps {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function SwitchLine({ label, hint, checked, onChange }: SwitchLineProps) {
  return (
    <Field.Root className="switch-field">
      <Switch.Root className="switch" checked={checked} onCheckedChange={onChange}>
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
      <div className="switch-words">
        <Field.Label className="field-label">{label}</Field.Label>
        {hint && <Field.Description className="field-hint">{hint}</Field.Description>}
      </div>
    </Field.Root>
  );
}
