/** A field that narrows what is below it while something is typed. */
import { Search } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (search: string) => void;
  readonly className: string;
  readonly id?: string;
  readonly fieldRef?: RefObject<HTMLInputElement | null>;
  /** What was found, for those who do not see it. */
  readonly children?: ReactNode;
}

export function SearchField({ label, value, onChange, className, id, fieldRef, children }: SearchFieldProps) {
  return (
    <div className={`search ${className}`}>
      <Search className="icon" aria-hidden />
      <input
        id={id}
        ref={fieldRef}
        type="search"
        className="input"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          // The first Escape empties the field; the next one closes what it is in.
          if (event.key !== 'Escape' || value === '') return;
          event.stopPropagation();
          onChange('');
        }}
      />
      {children}
    </div>
  );
}
