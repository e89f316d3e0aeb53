/** Buttons: with a word, or with an icon and a tooltip that says the word. */
import { Tooltip } from '@base-ui/react/tooltip';
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { layer } from './layer.tsx';

type Kind = 'plain' | 'primary' | 'danger' | 'quiet';

interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: Kind;
  readonly icon?: LucideIcon;
}

export function Button({ kind = 'plain', icon: Icon, className = '', children, ...props }: ButtonProps) {
  return (
    <button type="button" className={`button button-${kind} ${className}`} {...props}>
      {Icon && <Icon className="icon" aria-hidden />}
      {children}
    </button>
  );
}

/** All tooltips are one, which moves to whatever is pointed at: hundreds of rows need no tooltip each. */
const tooltip = Tooltip.createHandle<string>();

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  readonly icon: LucideIcon;
  /** The accessible name. */
  readonly label: string;
  /** What the tooltip says, when the name would say too much. */
  readonly hint?: string;
}

export function IconButton({ icon: Icon, label, hint = label, className = '', ...props }: IconButtonProps) {
  return (
    <Tooltip.Trigger
      handle={tooltip}
      payload={hint}
      render={
        <button type="button" className={`button button-quiet button-icon ${className}`} aria-label={label} {...props}>
          <Icon className="icon" aria-hidden />
        </button>
      }
    />
  );
}

interface ReasonedButtonProps extends ButtonProps {
  /** What the tooltip says of it. */
  readonly hint: string;
  /** Why it can do nothing now; null when it can do something. */
  readonly unavailable: string | null;
}

/** A button that says why it can do nothing. It keeps the keyboard meanwhile, which one that is disabled outright would lose. */
export function ReasonedButton({ hint, unavailable, onClick, ...props }: ReasonedButtonProps) {
  const reason = unavailable === null ? {} : { 'aria-disabled': true, 'aria-description': unavailable };
  return (
    <Tooltip.Trigger
      handle={tooltip}
      payload={unavailable ?? hint}
      render={<Button {...props} {...reason} onClick={unavailable === null ? onClick : undefined} />}
    />
  );
}

export function Tooltips() {
  return (
    <Tooltip.Root handle={tooltip}>
      {({ payload }) => (
        <Tooltip.Portal container={layer}>
          <Tooltip.Positioner sideOffset={6}>
            <Tooltip.Popup className="tooltip">{payload}</Tooltip.Popup>
          </Tooltip.Positioner>
        </Tooltip.Portal>
      )}
    </Tooltip.Root>
  );
}
