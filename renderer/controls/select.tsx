/** A choice of one among few, in a popup. */
import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import { layer } from './layer.tsx';

interface SelectProps<Value extends string> {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  /** The accessible name, where no visible label stands beside it. */
  readonly label?: string;
  readonly id?: string;
  readonly labelledBy?: string;
  readonly describedBy?: string;
}

export function Select<Value extends string>({ value, options, onChange, label, id, labelledBy, describedBy }: SelectProps<Value>) {
  return (
    <Base.Root items={options} value={value} onValueChange={(chosen) => chosen !== null && onChange(chosen)}>
      <Base.Trigger className="select-trigger" id={id} aria-label={label} aria-labelledby={labelledBy} aria-describedby={describedBy}>
        <Base.Value />
        <Base.Icon render={<ChevronsUpDown className="icon" aria-hidden />} />
      </Base.Trigger>
      <Base.Portal container={layer}>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="layer-popup">
          <Base.Popup className="popup">
            <Base.List className="popup-list">
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className="item">
                  <span className="item-mark">
                    <Base.ItemIndicator render={<Check className="icon" aria-hidden />} />
                  </span>
                  <Base.ItemText>{option.label}</Base.ItemText>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
