/** Chooses a folder in the system's own dialog, where there is one. */
import { FolderOpen } from 'lucide-react';
import { chooseFolder } from '../state/commands.ts';
import { useConnection } from '../state/connection.ts';
import { IconButton } from './button.tsx';
import { useText } from './text.tsx';

interface FolderButtonProps {
  /** Where the dialog begins. */
  readonly from: string;
  readonly onChoose: (folder: string) => void;
}

export function FolderButton({ from, onChoose }: FolderButtonProps) {
  const { t } = useText();
  const desktop = useConnection((connection) => connection.info?.shell === 'desktop');
  if (!desktop) return null;

  async function choose(): Promise<void> {
    const folder = await chooseFolder(from);
    if (folder !== null) onChoose(folder);
  }
  return <IconButton icon={FolderOpen} label={t('add.chooseFolder')} onClick={() => void choose()} />;
}
