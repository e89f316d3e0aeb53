/** What a look at links has brought, in words. */
import { useText } from '../controls/text.tsx';
import type { Look, PreviewSummary } from '../input/preview.ts';

export function useFailureWords(): (look: Look & { state: 'failed' }) => string {
  const { t } = useText();
  return ({ code, message }) => (code === null ? message : `${t(`errors.${code}.title`)}.`);
}

/** Where the files would go, and whether there is room for them. */
export function useRoomWords({ folders, tooFull }: PreviewSummary): { readonly text: string; readonly bad: boolean } {
  const { t, format } = useText();
  const problem = folders.find((folder) => folder.problem !== null);
  if (problem?.problem) {
    return { bad: true, text: t('preview.folderProblem', { folder: problem.folder, problem: t(`errors.${problem.problem.code}.title`) }) };
  }
  const [full] = tooFull;
  if (full) {
    const { folder, needed, free } = full;
    return { bad: true, text: t('preview.tooFull', { folder, needed: format.size(needed), free: format.size(free) }) };
  }
  const [only] = folders;
  if (!only) return { bad: false, text: '' };
  if (folders.length > 1) return { bad: false, text: t('preview.folders', { count: folders.length }) };
  const { folder, free } = only;
  return { bad: false, text: free === null ? t('preview.to', { folder }) : t('preview.toWithRoom', { folder, free: format.size(free) }) };
}
