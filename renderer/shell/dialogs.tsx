/** All that opens over the window. It is made after the first picture, unless it is wanted sooner: a key pressed as soon as the window is seen finds it there. */
import { startTransition, useEffect, useState } from 'react';
import { AddDialog } from '../add/add-dialog.tsx';
import { ImportDialog } from '../backup/import-dialog.tsx';
import { CategoriesDialog } from '../categories/categories-dialog.tsx';
import { ExpectDialog } from '../details/expect-dialog.tsx';
import { RefreshDialog } from '../details/refresh-dialog.tsx';
import { HistoryDialog } from '../history/history-dialog.tsx';
import { HostsDialog } from '../hosts/hosts-dialog.tsx';
import { QueuesDialog } from '../queues/queues-dialog.tsx';
import { SettingsDialog } from '../settings/settings-dialog.tsx';
import { afterFirstPicture } from '../state/first-picture.ts';
import { isAsking, useView } from '../state/view.ts';
import { VerifyDialog } from '../verify/verify-dialog.tsx';
import { DeleteQuestion } from './delete-question.tsx';
import { EndingCountdown } from './ending-countdown.tsx';
import { LimitDialog } from './limit-dialog.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';

export function Dialogs() {
  const [made, setMade] = useState(false);
  const wanted = useView(isAsking);
  useEffect(() => {
    void afterFirstPicture(async () => startTransition(() => setMade(true)));
  }, []);
  if (!made && !wanted) return null;
  return (
    <>
      <AddDialog />
      <SettingsDialog />
      <CategoriesDialog />
      <HostsDialog />
      <QueuesDialog />
      <ImportDialog />
      <HistoryDialog />
      <VerifyDialog />
      <ShortcutSheet />
      <LimitDialog />
      <DeleteQuestion />
      <EndingCountdown />
      <RefreshDialog />
      <ExpectDialog />
    </>
  );
}
