/** The last minute before what is to happen when all downloads are done, in which it can be called off. */
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useEffect, useRef, useState, type Ref } from 'react';
import type { Ending } from '../../contract/desktop.ts';
import { Button } from '../controls/button.tsx';
import { layer } from '../controls/layer.tsx';
import { useText } from '../controls/text.tsx';
import { chooseEnding, endNow } from '../state/commands.ts';
import { useDesktop } from '../state/desktop.ts';
import './ending-countdown.css';

export function EndingCountdown() {
  const ending = useDesktop((desktop) => desktop.whenDone);
  const endsAt = useDesktop((desktop) => desktop.endsAt);
  const open = ending !== null && endsAt !== null;
  // Whoever was typing when it appeared must not confirm it with the next key.
  const safe = useRef<HTMLButtonElement>(null);
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && void chooseEnding(null)}>
      <AlertDialog.Portal container={layer}>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="dialog dialog-narrow" initialFocus={safe}>
          {open && <Countdown ending={ending} endsAt={endsAt} safe={safe} />}
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** Seconds at which a screen reader hears how many are left: each of them would drown everything else. */
const announced: readonly number[] = [30, 10, 5];

interface CountdownProps {
  readonly ending: Ending;
  readonly endsAt: number;
  readonly safe: Ref<HTMLButtonElement>;
}

function Countdown({ ending, endsAt, safe }: CountdownProps) {
  const { t, format } = useText();
  const seconds = useSecondsUntil(endsAt);
  const [first] = useState(seconds);
  return (
    <>
      <div className="dialog-head">
        <AlertDialog.Title className="dialog-title">{t(`whenDone.titles.${ending}`)}</AlertDialog.Title>
      </div>
      <AlertDialog.Description className="dialog-text">{t('whenDone.text', { count: first })}</AlertDialog.Description>
      <div className="countdown" aria-hidden>
        <span className="countdown-number numbers">{format.integer(seconds)}</span>
        <progress className="countdown-bar" max={first} value={seconds} />
      </div>
      <span className="unseen" role="status">
        {announced.includes(seconds) && t('whenDone.left', { count: seconds })}
      </span>
      <div className="dialog-foot">
        <Button className="push" onClick={() => void endNow()}>
          {t(`whenDone.now.${ending}`)}
        </Button>
        <AlertDialog.Close
          render={
            <Button kind="primary" ref={safe}>
              {t('whenDone.cancel')}
            </Button>
          }
        />
      </div>
    </>
  );
}

function useSecondsUntil(at: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((at - now) / 1000));
}
