/** A submenu of the rows' menu in which one of a few is chosen. */
import { ContextMenu } from '@base-ui/react/context-menu';
import { Check, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { layer } from '../controls/layer.tsx';

interface ChoiceMenuProps<Value extends string> {
  readonly label: string;
  /** Null when the rows differ. */
  readonly value: Value | null;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  /** What stands below the choice. */
  readonly children?: ReactNode;
}

export function ChoiceMenu<Value extends string>({ label, value, options, onChange, children }: ChoiceMenuProps<Value>) {
  return (
    <ContextMenu.SubmenuRoot>
      <ContextMenu.SubmenuTrigger className="item">
        {label}
        <span className="item-keys">
          <ChevronRight className="icon icon-directed" aria-hidden />
        </span>
      </ContextMenu.SubmenuTrigger>
      <ContextMenu.Portal container={layer}>
        <ContextMenu.Positioner className="layer-popup" alignOffset={-4}>
          <ContextMenu.Popup className="popup">
            <ContextMenu.RadioGroup value={value} onValueChange={onChange}>
              {options.map((option) => (
                <ContextMenu.RadioItem key={option.value} value={option.value} className="item" closeOnClick>
                  <span className="item-mark">
                    <ContextMenu.RadioItemIndicator render={<Check className="icon" aria-hidden />} />
                  </span>
                  <bdi>{option.label}</bdi>
                </ContextMenu.RadioItem>
              ))}
            </ContextMenu.RadioGroup>
            {children}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.SubmenuRoot>
  );
}

/** What all of them have; null when they differ. */
export function common<Value>(values: readonly Value[]): Value | null {
  const [first = null, ...others] = new Set(values);
  return others.length > 0 ? null : first;
}
