/** The last minute of a speed. It never makes React render. */
import { useEffect, useRef } from 'react';
import { afterFirstPicture } from '../state/first-picture.ts';
import type { History } from './speed-plot.ts';
import './speed-graph.css';

interface SpeedGraphProps {
  readonly history: History;
  readonly className?: string;
  /** What the picture says, for those who cannot see it. Left out where the number stands beside it. */
  readonly label?: string;
}

const plot = afterFirstPicture(() => import('./speed-plot.ts'));

export function SpeedGraph({ history, className = '', label }: SpeedGraphProps) {
  const frame = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const gone = new AbortController();
    plot.then(
      ({ plotSpeed }) => {
        if (!frame.current || gone.signal.aborted) return;
        gone.signal.addEventListener('abort', plotSpeed(frame.current, history));
      },
      // A page whose server has just gone has all but its plots.
      () => {},
    );
    return () => gone.abort();
  }, [history]);

  return <div ref={frame} className={`graph ${className}`} {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })} />;
}
