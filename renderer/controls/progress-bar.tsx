/** A bar that fills, or a restless one while nobody knows how far it is. */
import type { ReactNode } from 'react';
import './progress-bar.css';

interface ProgressBarProps {
  readonly label: string;
  /** 0 to 1; null while unknown. */
  readonly fraction: number | null;
  /** What is said instead of a bare percentage. */
  readonly text?: string | undefined;
  readonly tone?: 'normal' | 'still' | 'good' | 'bad';
  readonly moving?: boolean;
  readonly className?: string;
  /** Drawn in place of the plain filling. */
  readonly children?: ReactNode;
}

export function ProgressBar({ label, fraction, text, tone = 'normal', moving = false, className = '', children }: ProgressBarProps) {
  const percent = fraction === null ? undefined : Math.floor(fraction * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={text}
      className={`bar ${className}`}
      data-tone={tone}
      data-restless={fraction === null && moving ? '' : undefined}
    >
      {children ?? <div className="bar-fill" style={{ inlineSize: `${(fraction ?? 0) * 100}%` }} />}
    </div>
  );
}
